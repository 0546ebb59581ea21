package sluice.video.mux;

/** Bits of a header, the highest of a byte first; behind the end come zeros. One thread. */
final class BitReader {
  private final byte[] bytes;
  private long position;

  /** Begins at the first bit of a byte. */
  BitReader(byte[] bytes, int firstByte) {
    this.bytes = bytes;
    this.position = 8L * firstByte;
  }

  /** So many bits as a number; 32 at the most. */
  long read(int bits) {
    long value = 0;
    for (int i = 0; i < bits; i++) {
      int at = (int) (position >> 3);
      int bit = at < bytes.length ? (bytes[at] >> (7 - (position & 7))) & 1 : 0;
      value = value << 1 | bit;
      position++;
    }
    return value;
  }

  /** One bit. */
  boolean flag() {
    return read(1) == 1;
  }

  /** Leaves out so many bits. */
  void skip(int bits) {
    position += bits;
  }
}
