package sluice.video.image;

/** Colours for the boxes of each class, and the ink that can be read on them. */
public final class CanvasColors {
  /**
   * The golden ratio's fraction: steps of it spread over the colour circle without ever coming
   * close to an earlier one soon.
   */
  private static final double HUE_STEP = 0.618033988749895;

  private static final double FIRST_HUE = 0.33;
  private static final double[] SATURATIONS = {0.95, 0.6, 0.95};
  private static final double[] VALUES = {1.0, 1.0, 0.65};
  private static final int IDS_PER_TIER = 7;
  private static final int WHITE = 0xFFFFFF;
  private static final int BLACK = 0;
  private static final double LUMA_FOR_BLACK_INK = 128;

  private CanvasColors() {}

  /**
   * A colour 0xRRGGBB for a class, the same at any time; neighbours and the first twenty classes
   * differ clearly.
   */
  public static int of(int labelId) {
    int id = Math.floorMod(labelId, Integer.MAX_VALUE);
    int tier = id / IDS_PER_TIER % VALUES.length;
    double hue = (FIRST_HUE + id * HUE_STEP) % 1.0;
    return fromHsv(hue, SATURATIONS[tier], VALUES[tier]);
  }

  /** Black or white, whichever can be read on the colour. */
  static int inkOn(int rgb) {
    double luma = 0.299 * (rgb >> 16 & 255) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
    return luma >= LUMA_FOR_BLACK_INK ? BLACK : WHITE;
  }

  /**
   * The usual conversion from hue, saturation and value, each 0 to 1 (Smith, 1978), in its form
   * without cases.
   */
  private static int fromHsv(double hue, double saturation, double value) {
    return channel(5, hue, saturation, value) << 16
        | channel(3, hue, saturation, value) << 8
        | channel(1, hue, saturation, value);
  }

  private static int channel(int offset, double hue, double saturation, double value) {
    double position = (offset + hue * 6) % 6;
    double share = Math.clamp(Math.min(position, 4 - position), 0, 1);
    return (int) Math.round(255 * (value - value * saturation * share));
  }
}
