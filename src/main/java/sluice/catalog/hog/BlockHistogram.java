package sluice.catalog.hog;

import sluice.catalog.hog.Ops.Range;

/**
 * The histograms of all blocks: 16 x 16 pixels, one cell apart, of 2 x 2 cells. A pixel counts for
 * the cells around it by its nearness (bilinear interpolation), and the less the farther it is from
 * the block's centre, by a Gaussian of sigma 4 (Dalal and Triggs 2005, 6.3 and 6.4; {@code
 * HOGCache::init} of OpenCV).
 *
 * <p>Both weights are products of one for the row and one for the column, so that sums over rows
 * and over columns can follow one another. A block has two rows of cells, and each row of cells is
 * the upper half of one block and the lower half of the one above: the sum over 16 pixels is made
 * of two matrix products over 8, computed together and added one cell apart.
 */
final class BlockHistogram {
  /** Scales histograms so that their squares stay in the range of half-precision numbers. */
  static final double SCALE = 1 / 16.0;

  private static final int CELL = PyramidLevel.CELL;
  private static final int CELLS = Coefficients.CELLS;
  private static final int HALVES = 2;
  private static final double SIGMA = 4;

  private BlockHistogram() {}

  /**
   * The histograms, times {@link #SCALE}, as [1, 36, rows of blocks, columns of blocks]; the
   * channels are bins by cells by rows before columns.
   *
   * @param shares as {@link SoftBins#of} gives them
   */
  static Value of(Ops ops, PyramidLevel level, Value shares, HogParameters parameters) {
    int bins = Coefficients.BINS;
    int rows = level.canvasHeight() / CELL - 1;
    int columns = level.canvasWidth() / CELL - 1;
    Value down = ops.graph().floats(weights(parameters, SCALE), 1, 1, HALVES * CELLS, CELL);
    Value across = ops.graph().floats(weights(parameters, 1), HALVES * CELLS, CELL);
    // [9, cell rows, 4, width] to [9, rows, 2, width]
    Value overRows = addHalves(ops, ops.matrixProduct(down, shares, false));
    Value cells = ops.reshape(overRows, (long) bins * rows * CELLS, columns + 1, CELL);
    // [18 rows, cell columns, 4] to [18 rows, columns, 2]
    Value overColumns = addHalves(ops, ops.matrixProduct(cells, across, true));
    Value byBlock =
        ops.transpose(ops.reshape(overColumns, bins, rows, CELLS, columns, CELLS), 0, 2, 4, 1, 3);
    return ops.reshape(byBlock, 1, (long) bins * CELLS * CELLS, rows, columns);
  }

  /**
   * A block begins in one cell and ends in the next: its first half from every cell but the last,
   * its second from all but the first.
   */
  private static Value addHalves(Ops ops, Value halves) {
    Value first = ops.slice(halves, new Range(1, 0, -1), new Range(2, 0, CELLS));
    Value second =
        ops.slice(halves, new Range(1, 1, Range.END), new Range(2, CELLS, HALVES * CELLS));
    return ops.add(first, second);
  }

  /**
   * What a pixel of a block counts for a cell, in one direction: [half of the block, cell, pixel of
   * the half].
   */
  private static float[] weights(HogParameters parameters, double scale) {
    float[] weights = new float[HALVES * CELLS * CELL];
    for (int pixel = 0; pixel < HALVES * CELL; pixel++) {
      for (int cell = 0; cell < CELLS; cell++) {
        int half = pixel / CELL;
        weights[(half * CELLS + cell) * CELL + pixel % CELL] =
            (float) (scale * gaussian(pixel - parameters.blockCentre()) * nearness(pixel, cell));
      }
    }
    return weights;
  }

  private static double gaussian(double distance) {
    return Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
  }

  /** 1 at a cell's centre, 0 at the next one's. */
  private static double nearness(int pixel, int cell) {
    double place = (pixel + 0.5) / CELL - 0.5;
    return Math.max(0, 1 - Math.abs(place - cell));
  }
}
