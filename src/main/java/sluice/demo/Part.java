package sluice.demo;

/**
 * A part of a figure: a shape and its colour.
 *
 * @param shape where
 * @param rgb its colour, 0xRRGGBB
 */
record Part(Shape shape, int rgb) {

  /** A piece in a colour that is made lighter (above 1) or darker. */
  static Part shaded(Shape shape, int rgb, double factor) {
    return new Part(
        shape, channel(rgb, 16, factor) | channel(rgb, 8, factor) | channel(rgb, 0, factor));
  }

  private static int channel(int rgb, int shift, double factor) {
    return Math.min(255, (int) Math.round((rgb >> shift & 255) * factor)) << shift;
  }
}
