package sluice.stage.motion;

import java.util.Map;
import java.util.Optional;

/**
 * Where brightness lies in the first plane of a pixel format.
 *
 * @param step bytes from a pixel to the next
 * @param offset bytes from the start of a pixel to its sample
 * @param bits of a sample that count; above 8 it has two bytes
 * @param shift bits below them
 * @param bigEndian whether a sample of two bytes has its upper one first
 */
record LumaFormat(int step, int offset, int bits, int shift, boolean bigEndian) {
  private static final LumaFormat PLANAR = new LumaFormat(1, 0, 8, 0, false);

  /** Formats that don't say it by their names; of red, green and blue it is green. */
  private static final Map<String, LumaFormat> OTHERS =
      Map.ofEntries(
          Map.entry("yuyv422", packed(2, 0)),
          Map.entry("yvyu422", packed(2, 0)),
          Map.entry("uyvy422", packed(2, 1)),
          Map.entry("rgb24", packed(3, 1)),
          Map.entry("bgr24", packed(3, 1)),
          Map.entry("rgba", packed(4, 1)),
          Map.entry("bgra", packed(4, 1)),
          Map.entry("rgb0", packed(4, 1)),
          Map.entry("bgr0", packed(4, 1)),
          Map.entry("argb", packed(4, 2)),
          Map.entry("abgr", packed(4, 2)),
          Map.entry("0rgb", packed(4, 2)),
          Map.entry("0bgr", packed(4, 2)),
          Map.entry("gray", PLANAR),
          Map.entry("nv12", PLANAR),
          Map.entry("nv21", PLANAR),
          Map.entry("nv16", PLANAR),
          Map.entry("nv24", PLANAR),
          Map.entry("nv42", PLANAR),
          Map.entry("gbrp", PLANAR),
          Map.entry("gbrap", PLANAR),
          Map.entry("p010le", new LumaFormat(2, 0, 10, 6, false)),
          Map.entry("p012le", new LumaFormat(2, 0, 12, 4, false)),
          Map.entry("p016le", wide(16, false)),
          Map.entry("p210le", new LumaFormat(2, 0, 10, 6, false)),
          Map.entry("p410le", new LumaFormat(2, 0, 10, 6, false)));

  private static LumaFormat packed(int step, int offset) {
    return new LumaFormat(step, offset, 8, 0, false);
  }

  private static LumaFormat wide(int bits, boolean bigEndian) {
    return new LumaFormat(2, 0, bits, 0, bigEndian);
  }

  /**
   * That of a format by its name in FFmpeg's words; absent where it has no brightness that can be
   * read in place.
   */
  static Optional<LumaFormat> of(String name) {
    LumaFormat known = OTHERS.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    boolean isGray = name.startsWith("gray");
    int planar = name.indexOf('p');
    boolean isPlanar = name.startsWith("yuv") && planar > 0;
    if (!isGray && !isPlanar) {
      return Optional.empty();
    }
    String depth = name.substring(isGray ? "gray".length() : planar + 1);
    if (depth.isEmpty()) {
      return Optional.of(PLANAR);
    }
    for (int bits = 9; bits <= 16; bits++) {
      if (depth.equals(bits + "le") || depth.equals(bits + "be")) {
        return Optional.of(wide(bits, depth.endsWith("be")));
      }
    }
    return Optional.empty();
  }

  /** Whether a sample is a byte of its own, side by side with the next. */
  boolean isDense() {
    return step == 1 && bits == 8;
  }
}
