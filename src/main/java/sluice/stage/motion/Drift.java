package sluice.stage.motion;

/**
 * Whether a picture is shifted by a whole cell against the background, such as when the camera
 * drifts or shakes: the shift by which the cells with texture fit best, by the sum of absolute
 * differences. These are clipped, so that what moves in the picture has little part in it. For one
 * thread.
 */
final class Drift {
  /** More than this is a thing, not an edge that was shifted. */
  private static final float MOST_DIFFERENCE = 60;

  /** Of more cells, some are left out. */
  private static final int MOST_CELLS = 800;

  /** Fewer cells say nothing. */
  private static final int LEAST_CELLS = 50;

  /** A shift must make this of the sum without it, or it is none. */
  private static final float BETTER = 0.8f;

  /** Levels that a cell differs by anyway. */
  private static final float NOISE = 2;

  private final int columns;
  private int right;
  private int down;

  /** For grids of so many columns. */
  Drift(int columns) {
    this.columns = columns;
  }

  /** Cells to the right: -1, 0 or 1. */
  int right() {
    return right;
  }

  /** Cells down: -1, 0 or 1. */
  int down() {
    return down;
  }

  /**
   * Compares a picture with the background.
   *
   * @param cells those that are compared, none of them at the grid's border
   * @param count how many of them
   * @return whether it is shifted
   */
  boolean measure(float[] mean, float[] grey, int[] cells, int count) {
    right = 0;
    down = 0;
    int step = count / MOST_CELLS + 1;
    float least = count < LEAST_CELLS ? 0 : BETTER * sum(mean, grey, cells, count, step, 0);
    for (int y = -1; y <= 1 && least > 0; y++) {
      for (int x = -1; x <= 1; x++) {
        float sum = sum(mean, grey, cells, count, step, y * columns + x);
        if (sum < least && (x != 0 || y != 0)) {
          least = sum;
          right = x;
          down = y;
        }
      }
    }
    return right != 0 || down != 0;
  }

  private static float sum(
      float[] mean, float[] grey, int[] cells, int count, int step, int shift) {
    float sum = 0;
    for (int n = 0; n < count; n += step) {
      int i = cells[n];
      sum += Math.min(MOST_DIFFERENCE, Math.abs(grey[i + shift] - mean[i])) - NOISE;
    }
    return sum;
  }
}
