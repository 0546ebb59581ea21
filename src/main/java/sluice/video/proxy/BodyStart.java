package sluice.video.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The beginning of what a server answers to the first request that it grants, by which content is
 * told that FFmpeg refuses without a word of what it is. Thread-safe.
 */
final class BodyStart {
  /** Most bytes that are kept. */
  static final int MOST_BYTES = 4096;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean begun;
  private boolean chunked;
  private boolean ranges;

  /**
   * A body begins.
   *
   * @param inChunks whether it comes with the lengths of its chunks between (RFC 9112, section 7.1)
   * @param hasRanges whether the server gives parts of it (RFC 9110, section 14)
   * @return whether it is to be kept: the first one is
   */
  synchronized boolean begin(boolean inChunks, boolean hasRanges) {
    if (begun) {
      return false;
    }
    begun = true;
    chunked = inChunks;
    ranges = hasRanges;
    return true;
  }

  /** The next bytes of the body that has begun; false when no more are needed. */
  synchronized boolean add(byte[] from, int start, int end) {
    bytes.write(from, start, Math.min(end - start, MOST_BYTES - bytes.size()));
    return bytes.size() < MOST_BYTES;
  }

  /** Whether a body came of which the server gives no parts. */
  synchronized boolean isWholeOnly() {
    return begun && !ranges;
  }

  /** What has come so far, without the length of the first chunk. */
  synchronized byte[] bytes() {
    byte[] all = bytes.toByteArray();
    if (!chunked) {
      return all;
    }
    int line = new String(all, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
    return Arrays.copyOfRange(all, line, all.length);
  }
}
