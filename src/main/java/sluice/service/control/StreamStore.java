package sluice.service.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;

/**
 * Persistent store of what must survive a restart, a folder: streams that were added through the
 * API, and which streams are paused. What was saved is on the disk when {@link #save} returns,
 * whatever kills the process afterwards. One service at a time has the folder; only its user can
 * read it, for sources may hold passwords.
 */
public final class StreamStore implements AutoCloseable {
  private static final String FILE = "streams.json";
  private static final String LOCK = "lock";

  /** Clients must not be able to fill the memory with what is kept. */
  static final int MOST_CHARACTERS = 16 << 20;

  private final Path folder;
  private final FileChannel lockFile;
  private PersistedStreams kept;

  private StreamStore(Path folder, FileChannel lockFile, PersistedStreams kept) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.kept = kept;
  }

  /**
   * Takes a folder, which is made where it isn't there, and reads what it keeps.
   *
   * @throws SluiceException ENVIRONMENT when it can't be made, read or written, another service has
   *     it, or its content is damaged or of a later version; nothing was changed then
   */
  public static StreamStore open(Path folder) {
    try {
      PrivateFolder.create(folder);
      FileChannel lockFile = lock(folder);
      try {
        return new StreamStore(folder, lockFile, read(folder.resolve(FILE)));
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "data-dir %s: %s (expected: a folder that this user can write)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  /** The state that was saved last. */
  public synchronized PersistedStreams kept() {
    return kept;
  }

  /**
   * Keeps other content instead. Blocks until the disk has it.
   *
   * @throws SluiceException OUTPUT when it can't be written; the old content stays
   */
  public synchronized void save(PersistedStreams content) {
    if (content.equals(kept)) {
      return;
    }
    try {
      String text = content.toJson();
      if (text.length() > MOST_CHARACTERS) {
        throw new SluiceException(
            ErrorCode.OUTPUT,
            "the change can't be kept in %s: all kept streams together would have %d characters; it was not made (expected: at most %d)"
                .formatted(folder, text.length(), MOST_CHARACTERS));
      }
      PrivateFile.replace(folder.resolve(FILE), text);
      kept = content;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "the change can't be kept in %s: %s; it was not made (expected: room, and a folder that can be written)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  /** Releases the folder's lock for another service. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT, "data-dir " + folder + ": " + FileFailure.reason(e), e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        PrivateFile.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "data-dir %s: another Sluice that runs has it (expected: one service for each; stop that one, or name another folder)"
              .formatted(folder));
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held within this process
    }
  }

  private static PersistedStreams read(Path file) throws IOException {
    if (Files.notExists(file)) {
      return PersistedStreams.NONE;
    }
    return PersistedStreams.parse(Files.readString(file), file);
  }
}
