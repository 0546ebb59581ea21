package sluice.video.isolation.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads values that a {@link WireWriter} wrote, or that somebody made up. One thread. */
final class WireReader {
  private final ByteBuffer bytes;

  /** Reads what the buffer holds from its position to its limit. */
  WireReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int getByte() {
    require(Byte.BYTES);
    return bytes.get();
  }

  boolean getFlag() {
    return ProtocolException.within("a flag", getByte(), 0, 1) == 1;
  }

  int getInt() {
    require(Integer.BYTES);
    return bytes.getInt();
  }

  int getInt(String what, int least, int most) {
    return (int) ProtocolException.within(what, getInt(), least, most);
  }

  long getLong() {
    require(Long.BYTES);
    return bytes.getLong();
  }

  double getDouble() {
    require(Double.BYTES);
    return bytes.getDouble();
  }

  /**
   * A text in one line: control characters become spaces, those too that break lines or turn the
   * direction of writing.
   */
  String getText(String what) {
    String text = new String(getBytes(what, Limits.TEXT_BYTES), StandardCharsets.UTF_8);
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrinted(c) ? c : ' ').forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean isPrinted(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** A text as it was written, of any length that a message may have. */
  String getWhole(String what) {
    return new String(getBytes(what, Limits.MESSAGE_BYTES), StandardCharsets.UTF_8);
  }

  byte[] getBytes(String what, int most) {
    int length = getInt("the length of " + what, 0, most);
    require(length);
    byte[] value = new byte[length];
    bytes.get(value);
    return value;
  }

  /** The same without a copy: a view that is valid as long as the buffer isn't filled anew. */
  ByteBuffer getView(String what, int most) {
    int length = getInt("the length of " + what, 0, most);
    require(length);
    ByteBuffer view = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return view;
  }

  /** Throws where something is left. */
  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw new ProtocolException(bytes.remaining() + " bytes too many");
    }
  }

  private void require(int more) {
    if (bytes.remaining() < more) {
      throw new ProtocolException("it is cut short");
    }
  }
}
