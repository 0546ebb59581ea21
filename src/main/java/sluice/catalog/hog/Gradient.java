package sluice.catalog.hog;

import java.util.List;
import sluice.catalog.hog.Ops.Range;

/**
 * The colour gradient of every pixel of a canvas, [1, 1, height, width]: central differences of the
 * colours' square roots ("gamma"), of the colour with the strongest one (Dalal and Triggs 2005, 6.1
 * and 6.2; {@code HOGDescriptor::computeGradient} of OpenCV).
 *
 * @param dx difference from left to right
 * @param dy difference from top to bottom
 * @param squared square of its magnitude
 */
record Gradient(Value dx, Value dy, Value squared) {

  /**
   * The gradient of a picture.
   *
   * @param planes [3, 1, height, width]: blue, green, red from 0 to 255, one pixel larger on each
   *     side
   */
  static Gradient of(Ops ops, Value planes, HogParameters parameters) {
    Differences differences = new Differences(ops, planes, parameters.squareRoot());
    Value dx = ops.subtract(differences.seen(1, 2), differences.seen(1, 0));
    Value dy = ops.subtract(differences.seen(2, 1), differences.seen(0, 1));
    return strongest(ops, dx, dy, squaredMagnitude(ops, dx, dy));
  }

  private record Differences(Ops ops, Value planes, boolean squareRoot) {
    /**
     * The picture without its margin, seen from a place within the margin: (1, 1) is the middle,
     * (1, 0) shows every pixel's left neighbour.
     *
     * <p>The root comes after the slice: before it, OpenVINO would keep the roots as half-precision
     * numbers where that is its default, and scores would be off by 2; like this it computes them
     * within the difference, and they are off by less than 0.1.
     */
    Value seen(int row, int column) {
      Value part = ops.slice(planes, range(2, row), range(3, column));
      return squareRoot ? ops.squareRoot(part) : part;
    }

    private static Range range(int axis, int from) {
      return new Range(axis, from, from == 2 ? Range.END : from - 2);
    }
  }

  /**
   * The rectifiers change nothing, as squares are positive. They keep OpenVINO from fusing a
   * multiplication with the addition: a fused one rounds less, colours with equal magnitudes would
   * no longer tie, and scores would move by 0.03.
   */
  private static Value squaredMagnitude(Ops ops, Value dx, Value dy) {
    return ops.add(ops.positivePart(ops.multiply(dx, dx)), ops.positivePart(ops.multiply(dy, dy)));
  }

  /**
   * Of the three colours the one with the greatest magnitude; the earlier one of blue, green, red
   * where they tie, green before red.
   */
  private static Gradient strongest(Ops ops, Value dx, Value dy, Value squared) {
    List<Value> x = ops.split(dx, 3);
    List<Value> y = ops.split(dy, 3);
    List<Value> m = ops.split(squared, 3);
    Gradient blue = new Gradient(x.get(0), y.get(0), m.get(0));
    Gradient green = new Gradient(x.get(1), y.get(1), m.get(1));
    Gradient red = new Gradient(x.get(2), y.get(2), m.get(2));
    return red.over(ops, green).over(ops, blue);
  }

  /** This gradient where it is stronger than another, elsewhere that other one. */
  private Gradient over(Ops ops, Gradient other) {
    Value stronger = ops.greater(squared, other.squared);
    return new Gradient(
        ops.select(stronger, dx, other.dx),
        ops.select(stronger, dy, other.dy),
        ops.maximum(squared, other.squared));
  }
}
