package sluice.catalog.hog;

import java.util.ArrayList;
import java.util.List;

/**
 * One level of the image pyramid: the picture, downscaled so that larger people fit the window,
 * within a canvas that continues it on all sides, so that people at its edges fit too. The canvas
 * holds whole cells.
 *
 * @param scale how much larger than the window the people are
 * @param width of the scaled picture, pixels
 * @param height of the scaled picture, pixels
 * @param left border, pixels
 * @param top border, pixels
 * @param canvasWidth picture and borders, a multiple of a cell's side
 * @param canvasHeight picture and borders, a multiple of a cell's side
 */
record PyramidLevel(
    double scale, int width, int height, int left, int top, int canvasWidth, int canvasHeight) {
  /**
   * Side of a cell, and the step from one window to the next: OpenVINO's graph computes each cell
   * once for all windows.
   */
  static final int CELL = 8;

  /** The window that the coefficients were trained for. */
  static final int WINDOW_WIDTH = 64;

  static final int WINDOW_HEIGHT = 128;

  /** Blocks of 2 x 2 cells in a window, one cell apart. */
  static final int BLOCKS_ACROSS = 7;

  static final int BLOCKS_DOWN = 15;

  /**
   * From one scale to the next; closer ones (OpenCV: 1.05) cost more time than they find people.
   */
  private static final double RATIO = 1.2;

  /**
   * Least borders. A person of the training pictures keeps 16 pixels from each edge of the window.
   */
  private static final int BORDER_ACROSS = 16;

  private static final int BORDER_DOWN = 24;

  /** All scales of an input at which the window fits, the smallest people first. */
  static List<PyramidLevel> of(InputSize input) {
    List<PyramidLevel> levels = new ArrayList<>();
    PyramidLevel level = at(input, 1);
    while (level.fits()) {
      levels.add(level);
      level = at(input, level.scale * RATIO);
    }
    return levels;
  }

  private static PyramidLevel at(InputSize input, double scale) {
    int width = (int) Math.rint(input.width() / scale);
    int height = (int) Math.rint(input.height() / scale);
    int canvasWidth = wholeCells(width + 2 * BORDER_ACROSS);
    int canvasHeight = wholeCells(height + 2 * BORDER_DOWN);
    return new PyramidLevel(
        scale,
        width,
        height,
        (canvasWidth - width) / 2,
        (canvasHeight - height) / 2,
        canvasWidth,
        canvasHeight);
  }

  private static int wholeCells(int pixels) {
    return Math.ceilDiv(pixels, CELL) * CELL;
  }

  /**
   * Whether a window fits, and the picture is large enough to be mirrored over the borders and the
   * gradient's pixel beyond them.
   */
  private boolean fits() {
    return canvasWidth >= WINDOW_WIDTH
        && canvasHeight >= WINDOW_HEIGHT
        && right() + 1 < width
        && bottom() + 1 < height;
  }

  /** Border on the right, pixels; never less than on the left. */
  int right() {
    return canvasWidth - width - left;
  }

  /** Border at the bottom, pixels; never less than at the top. */
  int bottom() {
    return canvasHeight - height - top;
  }

  /** Places of the window from left to right. */
  int windowColumns() {
    return (canvasWidth - WINDOW_WIDTH) / CELL + 1;
  }

  /** Places of the window from top to bottom. */
  int windowRows() {
    return (canvasHeight - WINDOW_HEIGHT) / CELL + 1;
  }

  /** Places of the window. */
  int windows() {
    return windowColumns() * windowRows();
  }

  /**
   * Where the centre of a window of this column lies, as a share of the picture's width; beyond 0
   * and 1 in the borders.
   */
  double centreX(int column) {
    return (double) (column * CELL + WINDOW_WIDTH / 2 - left) / width;
  }

  /** Where the centre of a window of this row lies, as a share of the picture's height. */
  double centreY(int row) {
    return (double) (row * CELL + WINDOW_HEIGHT / 2 - top) / height;
  }
}
