package sluice.core;

/**
 * The shape of a picture's stored pixels, the sample aspect ratio: that of a pixel's width to its
 * height. Videos of the time of television, and some cameras, store pictures that are to be shown
 * wider or narrower.
 *
 * @param horizontal above 0, without a divisor in common with the other
 * @param vertical above 0
 */
public record PixelAspect(int horizontal, int vertical) {
  /** Pixels as wide as high. */
  public static final PixelAspect SQUARE = new PixelAspect(1, 1);

  /** More than any format in use has: 32:11, of half a PAL picture that is shown as 16:9. */
  private static final int WIDEST = 8;

  /** A picture is not stretched to a longer side: that would be memory out of a few bytes. */
  private static final int LONGEST_SIDE = 16_384;

  /**
   * The aspect that a header names; square where it names none (a zero) or one that no picture has,
   * narrower or wider than 1:8 and 8:1.
   */
  public static PixelAspect of(int horizontal, int vertical) {
    if (!isPlausible(horizontal, vertical)) {
      return SQUARE;
    }
    int divisor = greatestDivisor(horizontal, vertical);
    return new PixelAspect(horizontal / divisor, vertical / divisor);
  }

  /** Whether a picture can have this aspect. */
  public static boolean isPlausible(int horizontal, int vertical) {
    return horizontal > 0
        && vertical > 0
        && horizontal <= (long) WIDEST * vertical
        && vertical <= (long) WIDEST * horizontal;
  }

  /**
   * The size that a stored picture has in square pixels: one side is stretched, none shrunk, so
   * that no detail is lost. It stays as it is where it would become longer than 16384.
   *
   * @param width as stored, pixels
   * @param height as stored, pixels
   */
  public PixelSize inSquares(int width, int height) {
    long wide = horizontal > vertical ? stretched(width, horizontal, vertical) : width;
    long high = vertical > horizontal ? stretched(height, vertical, horizontal) : height;
    boolean tooLong = wide > Math.max(LONGEST_SIDE, width) || high > Math.max(LONGEST_SIDE, height);
    return tooLong ? new PixelSize(width, height) : new PixelSize((int) wide, (int) high);
  }

  private static long stretched(int side, int by, int to) {
    return Math.round((double) side * by / to);
  }

  private static int greatestDivisor(int one, int other) {
    return other == 0 ? one : greatestDivisor(other, one % other);
  }

  /** {@code HORIZONTAL:VERTICAL}. */
  @Override
  public String toString() {
    return horizontal + ":" + vertical;
  }
}
