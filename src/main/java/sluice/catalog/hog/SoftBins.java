package sluice.catalog.hog;

/**
 * Linear interpolation of every pixel's magnitude between the two nearest orientation bins (Dalal
 * and Triggs 2005, 6.3). Between a bin's centre and the next one its share falls linearly from 1 to
 * 0, round the circle of 180 degrees.
 */
final class SoftBins {
  /** Half the circle, in bins. */
  private static final double HALF = Coefficients.BINS / 2.0;

  private SoftBins() {}

  /**
   * The shares, as [9, rows of cells, 8, width].
   *
   * @param angle as {@link Angle#of} gives it
   */
  static Value of(
      Ops ops, PyramidLevel level, Gradient gradient, Value angle, HogParameters parameters) {
    // The reshape comes before the nine-fold broadcast but behind the angle, else OpenVINO computes
    // each angle nine times.
    Value direction = rowsOfCells(ops, level, angle);
    Value magnitude = rowsOfCells(ops, level, ops.squareRoot(gradient.squared()));
    Value distance = ops.absolute(ops.subtract(direction, centres(ops, parameters)));
    // Distances above half the circle are shorter the other way round: 4.5 - |d - 4.5|. The share
    // is 1 less that.
    Value beyondHalf = ops.absolute(ops.subtract(distance, ops.scalar(HALF)));
    Value share = ops.positivePart(ops.subtract(beyondHalf, ops.scalar(HALF - 1)));
    return ops.multiply(magnitude, share);
  }

  private static Value rowsOfCells(Ops ops, PyramidLevel level, Value pixels) {
    int cell = PyramidLevel.CELL;
    return ops.reshape(pixels, 1, level.canvasHeight() / cell, cell, level.canvasWidth());
  }

  /** The bins' centres, less a right angle as the angles are. */
  private static Value centres(Ops ops, HogParameters parameters) {
    float[] centres = new float[Coefficients.BINS];
    for (int bin = 0; bin < centres.length; bin++) {
      centres[bin] = (float) (bin + parameters.binCentre() - HALF);
    }
    return ops.graph().floats(centres, centres.length, 1, 1, 1);
  }
}
