package sluice.core;

/**
 * The size of a grid.
 *
 * @param columns above 0
 * @param rows above 0
 */
public record GridSize(int columns, int rows) {

  /** Cells of the grid. */
  public int cells() {
    return columns * rows;
  }

  /** {@code COLUMNSxROWS}. */
  @Override
  public String toString() {
    return columns + "x" + rows;
  }
}
