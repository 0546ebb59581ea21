package sluice.video.image;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import sluice.core.Orientation;

/** Rotation and mirroring of packed 24-bit images by copying; swscale can't rotate. */
final class Rotation {
  private static final int PIXEL = 3;

  private Rotation() {}

  /**
   * Copies an image into a rectangle of another, turned as its orientation asks for.
   *
   * @param source the image as stored, {@code width} by {@code height} pixels, {@code sourceStride}
   *     bytes a row
   * @param target where the turned image's upper left pixel goes to is at {@code offset}
   */
  static void copy(
      MemorySegment source,
      int sourceStride,
      int width,
      int height,
      Orientation orientation,
      MemorySegment target,
      long offset,
      int targetStride) {
    if (orientation.isUpright()) {
      for (int y = 0; y < height; y++) {
        long to = offset + (long) y * targetStride;
        MemorySegment.copy(source, (long) y * sourceStride, target, to, (long) width * PIXEL);
      }
      return;
    }
    int degrees = orientation.clockwiseDegrees();
    boolean sideways = orientation.swapsSides();
    int columns = sideways ? height : width;
    int rows = sideways ? width : height;
    // How the source moves when the target goes one pixel to the right, or one down, and where it
    // starts: the corner
    // that is shown at the upper left.
    long right =
        degrees == 0
            ? PIXEL
            : degrees == 90 ? -sourceStride : degrees == 180 ? -PIXEL : sourceStride;
    long down =
        degrees == 0
            ? sourceStride
            : degrees == 90 ? PIXEL : degrees == 180 ? -sourceStride : -PIXEL;
    long lastRow = (long) sourceStride * (height - 1);
    long lastColumn = (long) PIXEL * (width - 1);
    long start =
        (degrees == 90 || degrees == 180 ? lastRow : 0) + (degrees >= 180 ? lastColumn : 0);
    if (orientation.mirrored()) {
      start += right * (columns - 1);
      right = -right;
    }
    for (int y = 0; y < rows; y++) {
      copyRow(source, start + y * down, right, target, offset + (long) y * targetStride, columns);
    }
  }

  private static void copyRow(
      MemorySegment source, long from, long step, MemorySegment target, long to, int columns) {
    for (int x = 0; x < columns; x++) {
      long at = from + x * step;
      long put = to + (long) x * PIXEL;
      target.set(JAVA_BYTE, put, source.get(JAVA_BYTE, at));
      target.set(JAVA_BYTE, put + 1, source.get(JAVA_BYTE, at + 1));
      target.set(JAVA_BYTE, put + 2, source.get(JAVA_BYTE, at + 2));
    }
  }
}
