package sluice.video.isolation.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads frames, and text between them. One thread. */
final class FrameInput {
  private static final int BUFFER_BYTES = 32 << 10;

  /** Of one piece of text; more becomes several. */
  private static final int TEXT_BYTES = 512;

  private final InputStream in;
  private final Consumer<String> text;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;

  /**
   * Reads a stream that stays the caller's.
   *
   * @param text hears what is between frames, piece by piece
   */
  FrameInput(InputStream in, Consumer<String> text) {
    this.in = in;
    this.text = text;
  }

  /** Whether a whole frame has been read already, so that {@link #read} doesn't wait. */
  boolean isBuffered() {
    return end - start >= Frames.HEADER_BYTES
        && number(0) == Frames.MAGIC
        && end - start - Frames.HEADER_BYTES >= number(Integer.BYTES);
  }

  /**
   * The content of the next frame, waiting for it; valid until the next call.
   *
   * @return null at the end of the stream, where a frame that was begun counts for nothing
   * @throws ProtocolException when a frame is longer than it may be, or empty
   */
  @Nullable ByteBuffer read() throws IOException {
    shrink();
    while (true) {
      if (!fill(Frames.HEADER_BYTES)) {
        tell(end - start);
        return null;
      }
      int skipped = untilMagic();
      if (skipped > 0) {
        tell(skipped);
        continue;
      }
      int length =
          (int)
              ProtocolException.within(
                  "the length of a message", number(Integer.BYTES), 1, Limits.MESSAGE_BYTES);
      if (!fill(Frames.HEADER_BYTES + length)) {
        return null;
      }
      ByteBuffer frame = ByteBuffer.wrap(buffer, start + Frames.HEADER_BYTES, length);
      start += Frames.HEADER_BYTES + length;
      return frame;
    }
  }

  /** Bytes of text ahead of what begins as a frame does. */
  private int untilMagic() {
    int most = Math.min(end - start - Integer.BYTES, TEXT_BYTES);
    for (int i = 0; i <= most; i++) {
      if (number(i) == Frames.MAGIC) {
        return i;
      }
    }
    return most + 1;
  }

  private void tell(int bytes) {
    if (bytes > 0) {
      text.accept(new String(buffer, start, bytes, StandardCharsets.UTF_8));
      start += bytes;
    }
  }

  private int number(int offset) {
    return ByteBuffer.wrap(buffer).getInt(start + offset);
  }

  /** Has so many bytes ready; false where the stream ends before. */
  private boolean fill(int bytes) throws IOException {
    while (end - start < bytes) {
      if (buffer.length - start < bytes) {
        makeRoom(bytes);
      }
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  /** Grows with what really comes, by doubling: a length alone takes no memory. */
  private void makeRoom(int bytes) {
    boolean isFull = end - start == buffer.length;
    byte[] target = isFull ? new byte[Math.min(bytes, 2 * buffer.length)] : buffer;
    System.arraycopy(buffer, start, target, 0, end - start);
    buffer = target;
    end -= start;
    start = 0;
  }

  /** Memory that a large frame took is given back. */
  private void shrink() {
    if (buffer.length > BUFFER_BYTES && end - start <= BUFFER_BYTES) {
      byte[] rest = Arrays.copyOfRange(buffer, start, start + BUFFER_BYTES);
      end -= start;
      start = 0;
      buffer = rest;
    }
  }
}
