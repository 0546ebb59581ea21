package sluice.demo;

/** Pixels of three bytes: blue, green, red. */
final class Bgr {

  private Bgr() {}

  /** Sets a pixel to a colour (0xRRGGBB) under some light; 1 leaves it as it is. */
  static void put(byte[] pixels, int offset, int rgb, double light) {
    pixels[offset] = lit(rgb & 255, light);
    pixels[offset + 1] = lit(rgb >> 8 & 255, light);
    pixels[offset + 2] = lit(rgb >> 16 & 255, light);
  }

  /** Makes a pixel darker or lighter. */
  static void light(byte[] pixels, int offset, double light) {
    for (int i = offset; i < offset + 3; i++) {
      pixels[i] = lit(pixels[i] & 255, light);
    }
  }

  /** Lays a colour over a pixel; a coverage of 1 hides what was there. */
  static void blend(byte[] pixels, int offset, int rgb, double coverage) {
    pixels[offset] = mixed(pixels[offset], rgb & 255, coverage);
    pixels[offset + 1] = mixed(pixels[offset + 1], rgb >> 8 & 255, coverage);
    pixels[offset + 2] = mixed(pixels[offset + 2], rgb >> 16 & 255, coverage);
  }

  private static byte lit(int value, double light) {
    return (byte) Math.clamp(Math.round(value * light), 0, 255);
  }

  private static byte mixed(byte below, int above, double coverage) {
    int value = below & 255;
    return (byte) Math.round(value + (above - value) * coverage);
  }
}
