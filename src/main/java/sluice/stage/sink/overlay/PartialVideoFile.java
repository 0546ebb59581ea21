package sluice.stage.sink.overlay;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.stage.sink.OutputPlace;

/**
 * A file that has another name until it is complete: {@code out.mp4} is {@code out.part.mp4} while
 * it grows, so that a name without {@code part} always means a complete file.
 */
final class PartialVideoFile {
  private final Path target;
  private final Path part;
  private final boolean force;
  private boolean created;

  /**
   * Touches nothing yet.
   *
   * @param target its name once it is complete
   * @param force whether files that exist under either name are overwritten
   * @throws SluiceException OUTPUT when one exists or the place can't be written
   */
  PartialVideoFile(Path target, boolean force) {
    this.target = target;
    this.part =
        target.resolveSibling(
            partName(target.getFileName() == null ? "" : target.getFileName().toString()));
    this.force = force;
    OutputPlace.check(target, force);
    OutputPlace.check(part, force);
  }

  private static String partName(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name + ".part" : name.substring(0, dot) + ".part" + name.substring(dot);
  }

  /** The name while it grows. */
  Path part() {
    return part;
  }

  /**
   * Makes an empty file under the name for the time being.
   *
   * @throws SluiceException OUTPUT when one appeared meanwhile, or it can't be made
   */
  void create() {
    try {
      if (force) {
        Files.deleteIfExists(part);
      }
      Files.createFile(part);
      created = true;
    } catch (IOException e) {
      throw failure("can't make " + part, e);
    }
  }

  /**
   * Gives the complete file its name, after its bytes are on the disk.
   *
   * @return the name
   * @throws SluiceException OUTPUT when a file of that name appeared meanwhile, or it can't be
   *     renamed; it keeps its part name then
   */
  Path publish() {
    try {
      sync();
      if (!force && Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      created = false;
      return target;
    } catch (IOException e) {
      throw failure("can't rename the complete " + part + " to " + target, e);
    }
  }

  private void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Removes what {@link #create} made. Does nothing where it made nothing; failures are left alone.
   */
  void remove() {
    if (created) {
      created = !part.toFile().delete();
    }
  }

  private static SluiceException failure(String what, IOException cause) {
    return new SluiceException(
        ErrorCode.OUTPUT,
        what + ": " + FileFailure.reason(cause) + "; choose another name or place",
        cause);
  }
}
