package sluice.catalog.hog;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * The size of the pictures that a detector takes. Any size within the bounds will do.
 *
 * @param width pixels, 64 to 2048
 * @param height pixels, 128 to 2048
 */
public record InputSize(int width, int height) {
  private static final int GREATEST = 2048;

  /**
   * Shorter side that follows a source: at 512x288 the detector was measured to be fast and good
   * enough.
   */
  private static final int SHORT_SIDE = 288;

  /**
   * Longer sides are multiples of this, the step between windows, so that no pixel is worked on in
   * vain.
   */
  private static final int STEP = 8;

  /** Beyond 4:1 a picture is squeezed rather than made dearer. */
  private static final int GREATEST_ASPECT = 4;

  /**
   * Refuses sizes out of bounds.
   *
   * @throws SluiceException of code USAGE
   */
  public InputSize {
    if (width < PyramidLevel.WINDOW_WIDTH
        || height < PyramidLevel.WINDOW_HEIGHT
        || width > GREATEST
        || height > GREATEST) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "input size %dx%d (expected: %dx%d, one window of the built-in person detector, to %dx%d); try 512x288"
              .formatted(
                  width,
                  height,
                  PyramidLevel.WINDOW_WIDTH,
                  PyramidLevel.WINDOW_HEIGHT,
                  GREATEST,
                  GREATEST));
    }
  }

  /**
   * The size that follows a source: its shape, as far as 4:1, with a shorter side of 288 pixels.
   *
   * @param sourceWidth pixels as displayed, at least 1
   * @param sourceHeight pixels as displayed, at least 1
   */
  static InputSize following(int sourceWidth, int sourceHeight) {
    if (sourceWidth < 1 || sourceHeight < 1) {
      throw new IllegalArgumentException("a source of " + sourceWidth + "x" + sourceHeight);
    }
    return sourceWidth >= sourceHeight
        ? new InputSize(longSide(sourceWidth, sourceHeight), SHORT_SIDE)
        : new InputSize(SHORT_SIDE, longSide(sourceHeight, sourceWidth));
  }

  private static int longSide(int longer, int shorter) {
    double aspect = Math.min((double) longer / shorter, GREATEST_ASPECT);
    return (int) Math.round(SHORT_SIDE * aspect / STEP) * STEP;
  }

  /** As it is written on a command line: {@code 512x288}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
