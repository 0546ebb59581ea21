package sluice.video.mux;

import java.nio.ByteBuffer;

/** The boxes of an MP4 file (ISO/IEC 14496-12), as far as fragments are cut at them. */
final class Mp4Boxes {
  private static final int HEADER = 8;
  private static final int MOOF = 0x6D6F6F66;

  private Mp4Boxes() {}

  /**
   * Where the first fragment begins: the length of what stands before the first {@code moof}.
   *
   * @return -1 where there is none among whole boxes
   */
  static int fragmentStart(byte[] bytes) {
    ByteBuffer boxes = ByteBuffer.wrap(bytes);
    int at = 0;
    while (at + HEADER <= bytes.length) {
      if (boxes.getInt(at + Integer.BYTES) == MOOF) {
        return at;
      }
      int size = boxes.getInt(at);
      if (size < HEADER || size > bytes.length - at) {
        return -1;
      }
      at += size;
    }
    return -1;
  }
}
