package sluice.video.isolation.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values as bytes, in a buffer that grows up to a limit. One thread. */
final class WireWriter {
  private static final int FIRST_BYTES = 512;
  private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

  void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  void putFlag(boolean value) {
    putByte(value ? 1 : 0);
  }

  void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void putDouble(double value) {
    room(Double.BYTES).putDouble(value);
  }

  /** A text, cut where it is longer than the limit. */
  void putText(String text) {
    byte[] utf = text.getBytes(StandardCharsets.UTF_8);
    putBytes(utf.length <= Limits.TEXT_BYTES ? utf : Arrays.copyOf(utf, Limits.TEXT_BYTES));
  }

  /** A text of any length. */
  void putWhole(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  void putBytes(byte[] value) {
    putInt(value.length);
    room(value.length).put(value);
  }

  /** What a buffer holds from its position to its limit, which stay where they are. */
  void putBytes(ByteBuffer value) {
    putInt(value.remaining());
    room(value.remaining()).put(value.duplicate());
  }

  /** Where the next value goes. */
  int position() {
    return bytes.position();
  }

  /** Overwrites what was written. */
  void setInt(int position, int value) {
    bytes.putInt(position, value);
  }

  /** Takes back all from a position on. */
  void rewind(int position) {
    bytes.position(position);
  }

  byte[] array() {
    return bytes.array();
  }

  /** Empty again; memory that a large packet took is given back. */
  void clear(int keptBytes) {
    if (bytes.capacity() > keptBytes) {
      bytes = ByteBuffer.allocate(FIRST_BYTES);
    }
    bytes.clear();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      long needed = (long) bytes.position() + more;
      ByteBuffer larger =
          ByteBuffer.allocate(Math.toIntExact(Math.max(needed, 2L * bytes.capacity())));
      larger.put(bytes.flip());
      bytes = larger;
    }
    return bytes;
  }
}
