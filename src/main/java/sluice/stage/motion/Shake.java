package sluice.stage.motion;

/**
 * By how much a camera has shaken: the shift of a picture against the background, in cells, at most
 * one, from the gradients of the background (Lucas and Kanade, An iterative image registration
 * technique, IJCAI 1981; one step, for what it is asked of is small). Differences are clipped, so
 * that what moves in the picture has little part in it. For one thread.
 */
final class Shake {
  /** More than this is a thing, not an edge that was shifted. */
  private static final float MOST_DIFFERENCE = 60;

  /** So much texture a picture must have for a shift to be told from noise. */
  private static final double RIDGE = 500;

  private static final double MOST = 1;
  private double right;
  private double down;

  /** Cells to the right. */
  float right() {
    return (float) right;
  }

  /** Cells down. */
  float down() {
    return (float) down;
  }

  /**
   * Compares a picture with the background.
   *
   * @param across gradients of the background to the right, levels per cell
   * @param along gradients downwards
   * @param cells those that are compared
   * @param count how many of them
   */
  void measure(float[] mean, float[] grey, float[] across, float[] along, int[] cells, int count) {
    double xx = RIDGE;
    double xy = 0;
    double yy = RIDGE;
    double xd = 0;
    double yd = 0;
    for (int n = 0; n < count; n++) {
      int i = cells[n];
      float difference = Math.max(-MOST_DIFFERENCE, Math.min(MOST_DIFFERENCE, grey[i] - mean[i]));
      float x = across[i];
      float y = along[i];
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xd += x * difference;
      yd += y * difference;
    }
    double determinant = xx * yy - xy * xy;
    right = Math.clamp((xy * yd - yy * xd) / determinant, -MOST, MOST);
    down = Math.clamp((xy * xd - xx * yd) / determinant, -MOST, MOST);
  }
}
