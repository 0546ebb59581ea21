package sluice.video.demux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The order of the boxes of an MP4 or MOV file (ISO/IEC 14496-12), as far as its start shows it.
 */
final class Mp4Layout {
  private static final int HEADER = 8;
  private static final int LONG_HEADER = 16;
  private static final Set<String> BEFORE_DATA = Set.of("ftyp", "free", "skip", "wide", "uuid");

  private Mp4Layout() {}

  /**
   * Whether the data comes before the index ({@code moov}), without which it can't be read.
   *
   * @param start the file's first bytes
   */
  static boolean isIndexLast(byte[] start) {
    ByteBuffer bytes = ByteBuffer.wrap(start);
    long at = 0;
    while (at + LONG_HEADER <= start.length) {
      String type =
          new String(start, (int) at + Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
      if (type.equals("mdat")) {
        return at > 0;
      }
      long size = bytes.getInt((int) at) & 0xFFFFFFFFL;
      long length = size == 1 ? bytes.getLong((int) at + HEADER) : size;
      if (!BEFORE_DATA.contains(type) || length < HEADER || length > start.length) {
        return false;
      }
      at += length;
    }
    return false;
  }
}
