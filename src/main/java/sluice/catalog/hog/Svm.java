package sluice.catalog.hog;

/**
 * The score of every window: the sum of its 7 x 15 blocks' numbers, each times its coefficient. As
 * a convolution it slides over all windows at once.
 *
 * <p>It is split in two: rows of blocks first, one output for each of the 15 rows a row may be of
 * its window, then the sum of these along the diagonal. A convolution to a single output is not
 * vectorised by OpenVINO and would take 10 ms a level.
 */
final class Svm {
  private static final int ACROSS = PyramidLevel.BLOCKS_ACROSS;
  private static final int DOWN = PyramidLevel.BLOCKS_DOWN;
  private static final int NUMBERS = Coefficients.BINS * Coefficients.CELLS * Coefficients.CELLS;

  private Svm() {}

  /**
   * The scores without the bias, [1, 1, windows down, windows across].
   *
   * @param blocks as {@link BlockHistogram#of} orders them
   */
  static Value of(Ops ops, Value blocks, Coefficients coefficients) {
    Value rows =
        ops.convolve(blocks, ops.graph().floats(rowKernel(coefficients), DOWN, NUMBERS, 1, ACROSS));
    return ops.convolve(rows, ops.graph().floats(diagonal(), 1, DOWN, DOWN, 1));
  }

  private static float[] rowKernel(Coefficients coefficients) {
    float[] kernel = new float[DOWN * NUMBERS * ACROSS];
    for (int row = 0; row < DOWN; row++) {
      for (int number = 0; number < NUMBERS; number++) {
        for (int column = 0; column < ACROSS; column++) {
          kernel[(row * NUMBERS + number) * ACROSS + column] =
              weight(coefficients, column, row, number);
        }
      }
    }
    return kernel;
  }

  /**
   * The weight of a number of a block as {@link BlockHistogram} counts them: bin, cell from the
   * top, cell from the left.
   */
  private static float weight(Coefficients coefficients, int column, int row, int number) {
    int cells = Coefficients.CELLS;
    int cellX = number % cells;
    int cellY = number / cells % cells;
    return coefficients.weight(column, row, cellX, cellY, number / (cells * cells));
  }

  private static float[] diagonal() {
    float[] identity = new float[DOWN * DOWN];
    for (int row = 0; row < DOWN; row++) {
      identity[row * DOWN + row] = 1;
    }
    return identity;
  }
}
