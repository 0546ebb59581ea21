package sluice.recording.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The content of a box, read from its start to its end: numbers, big-endian, and boxes in it. It
 * can't be read beyond its end. A view of bytes that nobody changes; used by one thread.
 */
final class BoxBytes {
  /** Bytes of length and type. */
  static final int HEAD = 8;

  /** Bytes of length and type where the length has 64 bits. */
  static final int LARGE_HEAD = 16;

  private final String type;
  private final ByteBuffer bytes;

  /** Where the content begins in that of the outermost box. */
  private final int origin;

  BoxBytes(String type, ByteBuffer content) {
    this(type, content, 0);
  }

  private BoxBytes(String type, ByteBuffer content, int origin) {
    this.type = type;
    this.bytes = content.slice();
    this.origin = origin;
  }

  /** Four characters that name a type. */
  static String typeOf(int code) {
    byte[] characters = ByteBuffer.allocate(Integer.BYTES).putInt(code).array();
    return new String(characters, StandardCharsets.ISO_8859_1);
  }

  String type() {
    return type;
  }

  /** The same content from its start. */
  BoxBytes fromStart() {
    return new BoxBytes(type, bytes.duplicate().rewind(), origin);
  }

  /** Whether there is room for another box; less than a box's head is taken for padding. */
  boolean hasBox() {
    return bytes.remaining() >= HEAD;
  }

  /** The next box in this one. */
  BoxBytes box() throws DamagedBoxException {
    int start = bytes.position();
    long length = u32();
    String name = typeOf((int) u32());
    if (length == 1) {
      length = u64();
    } else if (length == 0) {
      length = (long) bytes.limit() - start; // to the end of what is around it
    }
    int head = bytes.position() - start;
    if (length < head || length - head > bytes.remaining()) {
      throw new DamagedBoxException(name + " has a length of " + length);
    }
    int content = (int) length - head;
    BoxBytes found =
        new BoxBytes(name, bytes.slice(bytes.position(), content), origin + bytes.position());
    bytes.position(bytes.position() + content);
    return found;
  }

  int u8() throws DamagedBoxException {
    need(Byte.BYTES);
    return Byte.toUnsignedInt(bytes.get());
  }

  int u16() throws DamagedBoxException {
    need(Short.BYTES);
    return Short.toUnsignedInt(bytes.getShort());
  }

  long u32() throws DamagedBoxException {
    need(Integer.BYTES);
    return Integer.toUnsignedLong(bytes.getInt());
  }

  /** A number of 64 bits; none is above what a long holds. */
  long u64() throws DamagedBoxException {
    need(Long.BYTES);
    long value = bytes.getLong();
    if (value < 0) {
      throw new DamagedBoxException(type + " has a number above 2^63");
    }
    return value;
  }

  void skip(long count) throws DamagedBoxException {
    need(count);
    bytes.position(bytes.position() + (int) count);
  }

  /** How far what comes next is from the begin of the outermost box's content. */
  int position() {
    return origin + bytes.position();
  }

  int remaining() {
    return bytes.remaining();
  }

  private void need(long count) throws DamagedBoxException {
    if (count > bytes.remaining()) {
      throw new DamagedBoxException(type + " ends too early");
    }
  }
}
