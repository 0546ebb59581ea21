package sluice.stage.sink.overlay;

import java.lang.foreign.MemorySegment;
import sluice.core.PixelSize;
import sluice.video.image.Canvas;

/**
 * The part of a video's canvas that a picture covers without being distorted, in pixels.
 *
 * @param x left edge
 * @param y upper edge
 * @param width at least 1
 * @param height at least 1
 */
record CanvasArea(int x, int y, int width, int height) {
  private static final int PIXEL = 3;

  /**
   * Where a picture goes: pictures of the usual shape cover the canvas, whatever its own shape;
   * others lie in its middle, with that distortion and no other.
   *
   * @param picture as displayed
   * @param usual whose shape covers the canvas
   */
  static CanvasArea of(PixelSize picture, PixelSize usual, Canvas canvas) {
    double wide = (double) picture.width() * usual.height();
    double high = (double) picture.height() * usual.width();
    int width = side(canvas.width() * Math.min(1, wide / high));
    int height = side(canvas.height() * Math.min(1, high / wide));
    boolean alike =
        Math.abs(width - canvas.width()) <= 1 && Math.abs(height - canvas.height()) <= 1;
    return alike
        ? new CanvasArea(0, 0, canvas.width(), canvas.height())
        : new CanvasArea(
            (canvas.width() - width) / 2, (canvas.height() - height) / 2, width, height);
  }

  private static int side(double exact) {
    return Math.max(1, (int) Math.round(exact));
  }

  /** Whether nothing is left of the canvas. */
  boolean isWhole(Canvas canvas) {
    return width == canvas.width() && height == canvas.height();
  }

  /** Makes a canvas black and copies another one, of this area's size, to this area. */
  void fill(Canvas target, Canvas source) {
    target.pixels().fill((byte) 0);
    for (int row = 0; row < height; row++) {
      MemorySegment.copy(
          source.pixels(),
          (long) row * source.stride(),
          target.pixels(),
          (long) (y + row) * target.stride() + (long) x * PIXEL,
          (long) width * PIXEL);
    }
  }
}
