package sluice.cluster.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import sluice.core.util.PrivateFile;

/** The file of a key: a mark of the form, a checksum, and the content. Not thread-safe. */
final class StateFile {
  static final String SUFFIX = ".state";

  private static final byte[] MARK = "SLUICE1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = MARK.length + Integer.BYTES;

  private StateFile() {}

  /**
   * Gives a file other content, in one step. Blocks until the disk has it.
   *
   * @throws IOException when it can't be written; the old content stays
   */
  static void write(Path file, byte[] content) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + content.length);
    bytes.put(MARK).putInt(checksum(content)).put(content).flip();
    PrivateFile.replace(file, bytes);
  }

  /**
   * Reads what was written.
   *
   * @return null where it is damaged
   * @throws IOException when it can't be read
   */
  static byte @Nullable [] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() < HEAD) {
      return null;
    }
    byte[] mark = new byte[MARK.length];
    bytes.get(mark);
    int checksum = bytes.getInt();
    byte[] content = new byte[bytes.remaining()];
    bytes.get(content);
    return java.util.Arrays.equals(mark, MARK) && checksum == checksum(content) ? content : null;
  }

  private static int checksum(byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content);
    return (int) sum.getValue();
  }
}
