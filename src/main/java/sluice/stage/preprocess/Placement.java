package sluice.stage.preprocess;

import java.lang.foreign.MemorySegment;
import sluice.core.Geometry;
import sluice.core.model.InputSpec;
import sluice.core.model.Resize;

/**
 * The rectangle of a model's input that a picture covers, in pixels of the input. Of a picture that
 * is cut it is larger than the input.
 *
 * @param x left edge; at most 0 where the picture is cut
 * @param y upper edge; at most 0 where the picture is cut
 * @param width at least 1
 * @param height at least 1
 * @param input the whole input
 */
record Placement(int x, int y, int width, int height, InputSpec input) {
  private static final int PIXEL = 3;

  /** Of a product of a side and a quotient of sides, in pixels: far more than it can be. */
  private static final double ROUNDING_ERROR = 1e-6;

  /**
   * Where a picture of the given size, as displayed, goes. A letterbox rounds the picture's sides
   * to the nearest pixel, and where the borders can't be equal the left or upper one is the
   * smaller, as in YOLOv5's {@code letterbox} (ultralytics/yolov5, utils/augmentations.py). A
   * picture in the corner has its sides rounded down, as in YOLOX's {@code preproc}
   * (Megvii-BaseDetection/YOLOX, yolox/data/data_augment.py). A picture that is cut has its longer
   * side rounded down and what is cut off rounded to the nearest pixel, halves to even ones, as in
   * torchvision's {@code Resize} and {@code CenterCrop} (pytorch/vision,
   * torchvision/transforms/functional.py).
   */
  static Placement of(Resize mode, int displayWidth, int displayHeight, InputSpec input) {
    if (mode == Resize.STRETCH) {
      return new Placement(0, 0, input.width(), input.height(), input);
    }
    if (mode == Resize.CROP) {
      return cut(displayWidth, displayHeight, input);
    }
    double scale =
        Math.min((double) input.width() / displayWidth, (double) input.height() / displayHeight);
    boolean corner = mode == Resize.CORNER;
    int width = side(displayWidth * scale, corner, input.width());
    int height = side(displayHeight * scale, corner, input.height());
    int x = corner ? 0 : (input.width() - width) / 2;
    int y = corner ? 0 : (input.height() - height) / 2;
    return new Placement(x, y, width, height, input);
  }

  private static Placement cut(int displayWidth, int displayHeight, InputSpec input) {
    double scale =
        Math.max((double) input.width() / displayWidth, (double) input.height() / displayHeight);
    int width = Math.max(input.width(), (int) (displayWidth * scale + ROUNDING_ERROR));
    int height = Math.max(input.height(), (int) (displayHeight * scale + ROUNDING_ERROR));
    int x = (int) -Math.rint((width - input.width()) / 2.0);
    int y = (int) -Math.rint((height - input.height()) / 2.0);
    return new Placement(x, y, width, height, input);
  }

  private static int side(double exact, boolean down, int most) {
    long whole = down ? (long) (exact + ROUNDING_ERROR) : Math.round(exact);
    return Math.clamp(whole, 1, most);
  }

  /** Whether the picture is larger than the input, which then has no borders. */
  boolean isCut() {
    return width > input.width() || height > input.height();
  }

  /** How boxes found in the input map back to the picture. */
  Geometry geometry() {
    return Geometry.ofPixels(x, y, width, height, input.width(), input.height());
  }

  /** Fills all of the input but the rectangle; where there are no borders, it does nothing. */
  void fillBorders(MemorySegment target, byte value) {
    long stride = input.stride();
    fill(target, 0, y * stride, value);
    fill(target, (y + height) * stride, (input.height() - y - height) * stride, value);
    long left = (long) x * PIXEL;
    long right = (long) (x + width) * PIXEL;
    if (left == 0 && right == stride) {
      return;
    }
    for (long row = y * stride; row < (y + height) * stride; row += stride) {
      fill(target, row, left, value);
      fill(target, row + right, stride - right, value);
    }
  }

  private static void fill(MemorySegment target, long offset, long length, byte value) {
    if (length > 0) {
      target.asSlice(offset, length).fill(value);
    }
  }
}
