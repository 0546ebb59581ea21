package sluice.recording.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;

/**
 * A file of a recording while it is written: the initialisation, and one fragment after the other.
 * It plays at any time up to its last fragment. Only the user of this process may read it.
 *
 * <p>Used by one thread at a time. What is written to a disk may block for seconds, {@link #finish}
 * above all. A thread that is interrupted while it writes closes the file.
 */
public final class SegmentFile implements AutoCloseable {
  /** How often a folder may be removed between its making and the making of a file in it. */
  private static final int TRIES = 50;

  private final Path file;
  private final FileChannel channel;

  /** Folders whose names changed, the file's own first. */
  private final List<Path> changed;

  private long bytes;
  private long fragments;
  private boolean finished;

  private SegmentFile(Path file, FileChannel channel, List<Path> changed) {
    this.file = file;
    this.channel = channel;
    this.changed = changed;
  }

  /**
   * Makes a file, and the folders above it that are missing.
   *
   * @param folder the store's, which must be there: that of a disk that isn't mounted isn't made
   * @param init the run's initialisation, the head of each of its files
   * @throws FileAlreadyExistsException when there is such a file
   * @throws IOException when the file can't be made or written; nothing is left of it then
   */
  public static SegmentFile create(Path folder, SegmentPath path, byte[] init) throws IOException {
    SegmentFile made = open(folder, path);
    try {
      made.bytes = made.write(ByteBuffer.wrap(init));
      return made;
    } catch (IOException | RuntimeException e) {
      made.closeAfter(e);
      throw e;
    }
  }

  private static SegmentFile open(Path folder, SegmentPath path) throws IOException {
    Path file = path.in(folder);
    for (int i = 1; ; i++) {
      try {
        List<Path> changed = makeFolders(folder, file);
        return new SegmentFile(
            file,
            PrivateFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            changed);
      } catch (NoSuchFileException e) {
        // Whoever deletes old files removes empty folders, this one too, just now.
        if (i == TRIES || !Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }

  /** Makes what is missing between a folder and a file in it. */
  private static List<Path> makeFolders(Path folder, Path file) throws IOException {
    List<Path> changed = new ArrayList<>();
    Path place = folder;
    for (Path name : folder.relativize(file)) {
      Path next = place.resolve(name);
      if (next.equals(file)) {
        changed.addFirst(place);
      } else if (makeFolder(next)) {
        changed.addFirst(place);
      }
      place = next;
    }
    return changed;
  }

  private static boolean makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return false;
    }
    try {
      Files.createDirectory(folder, PrivateFolder.ownerOnly(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) { // else another stream's thread has just made it
        throw e;
      }
    }
    return true;
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** Its length: of the initialisation and all fragments that were appended as a whole. */
  public long bytes() {
    return bytes;
  }

  /** How many fragments it has. */
  public long fragments() {
    return fragments;
  }

  /**
   * Appends a fragment. Where that fails the part that was written is taken away again, if the disk
   * allows it, and the file may be finished with the fragments before.
   *
   * @param fragment is read to its end
   * @throws IOException when it can't be written
   */
  public void append(ByteBuffer fragment) throws IOException {
    try {
      bytes += write(fragment);
      fragments++;
    } catch (IOException e) {
      cut(e);
      throw e;
    }
  }

  /** The same with an array. */
  public void append(byte[] fragment) throws IOException {
    append(ByteBuffer.wrap(fragment));
  }

  private long write(ByteBuffer content) throws IOException {
    long written = 0;
    while (content.hasRemaining()) {
      written += channel.write(content);
    }
    return written;
  }

  private void cut(IOException failure) {
    try {
      channel.truncate(bytes);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Waits until the file and its name are on the disk, and closes it.
   *
   * @throws IllegalStateException when it has no fragment
   * @throws IOException when the disk fails; what is of the file then shows when it is looked at
   */
  public void finish() throws IOException {
    if (fragments == 0) {
      throw new IllegalStateException(file + " has no fragment");
    }
    channel.force(false);
    channel.close();
    for (Path folder : changed) {
      PrivateFolder.force(folder);
    }
    finished = true;
  }

  /**
   * Closes a file that isn't finished. One with fragments stays as it is, one without is deleted.
   * Does nothing after {@link #finish}.
   */
  @Override
  public void close() throws IOException {
    if (finished) {
      return;
    }
    finished = true;
    channel.close();
    if (fragments == 0) {
      Files.deleteIfExists(file);
    }
  }

  private void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
