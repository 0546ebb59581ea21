package sluice.stage.sink.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import sluice.core.util.PrivateFolder;

/** Port of the file that is appended to. Not thread-safe. */
interface AppendFile extends AutoCloseable {
  /** Opens files of the system. */
  Opener SYSTEM = (file, size) -> new SystemFile(file, size);

  /**
   * Writes at the end.
   *
   * @throws IOException when not all was written; a part of it may be in the file
   */
  void write(byte[] bytes) throws IOException;

  /** Cuts the file, and goes on at its end. */
  void truncate(long size) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens such files. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens a file that is there, cuts it and goes to its end.
     *
     * @param size bytes that stay
     */
    AppendFile open(Path file, long size) throws IOException;

    /** Makes an empty file, in the place of one that is there, and opens it. */
    default AppendFile create(Path file) throws IOException {
      Files.deleteIfExists(file);
      Files.createFile(file, PrivateFolder.ownerOnly(file, "rw-------"));
      return open(file, 0);
    }
  }

  /**
   * A file of the system. Unlike a channel it isn't closed by an interrupt of the thread that
   * writes.
   */
  final class SystemFile implements AppendFile {
    private final RandomAccessFile file;

    SystemFile(Path path, long size) throws IOException {
      file = new RandomAccessFile(path.toFile(), "rw");
      try {
        truncate(size);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      file.write(bytes);
    }

    @Override
    public void truncate(long size) throws IOException {
      if (file.length() != size) {
        file.setLength(size);
      }
      file.seek(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
