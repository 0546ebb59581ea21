package sluice.core;

/**
 * A size in pixels.
 *
 * @param width above 0
 * @param height above 0
 */
public record PixelSize(int width, int height) {

  /** The size after a turn by a quarter. */
  public PixelSize turned() {
    return new PixelSize(/* width= */ height, /* height= */ width);
  }

  /** {@code WIDTHxHEIGHT}. */
  @Override
  public String toString() {
    return width + "x" + height;
  }
}
