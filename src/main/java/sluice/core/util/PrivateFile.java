package sluice.core.util;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Files that only the user of this process may read, and that survive whatever kills it. */
public final class PrivateFile {
  private static final String NEW = ".new";

  private PrivateFile() {}

  /**
   * Gives a file other content, in one step: it is written beside the old one, forced out, and
   * renamed. Blocks until the disk has it. One thread of one process at a time.
   *
   * @throws IOException when it can't be written; the old content stays
   */
  public static void replace(Path file, String text) throws IOException {
    replace(file, StandardCharsets.UTF_8.encode(text));
  }

  /** The same with bytes, which are read to their end. */
  public static void replace(Path file, ByteBuffer content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + NEW);
    write(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      PrivateFolder.force(folder); // a rename is only safe then
    }
  }

  private static void write(Path file, ByteBuffer bytes) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** Opens a file; where it is made, for this user alone. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), PrivateFolder.ownerOnly(file, "rw-------"));
  }
}
