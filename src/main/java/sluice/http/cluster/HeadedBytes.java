package sluice.http.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * A binary message as the socket of live views sends it: length of its header, header, bytes.
 *
 * @param header a JSON text
 * @param bytes what it is about; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
record HeadedBytes(String header, byte[] bytes) {
  private static final int LONGEST_HEADER = 1_000;

  /** The parts of a message; empty where it is none. */
  static Optional<HeadedBytes> read(ByteString message) {
    ByteBuffer all = message.asByteBuffer();
    if (all.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int length = all.getInt();
    if (length < 0 || length > LONGEST_HEADER || length > all.remaining()) {
      return Optional.empty();
    }
    byte[] header = new byte[length];
    all.get(header);
    byte[] bytes = new byte[all.remaining()];
    all.get(bytes);
    return Optional.of(new HeadedBytes(new String(header, StandardCharsets.UTF_8), bytes));
  }
}
