package sluice.core;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tiles in which a model gets a picture, for objects that are too small in the whole one.
 *
 * @param grid columns and rows of tiles; 1x1: the picture is not cut
 * @param overlap part of a tile's width and height that it shares with the next one, 0 to {@link
 *     #GREATEST_OVERLAP}
 * @param whole whether the model gets the whole picture, too, for objects that are larger than what
 *     tiles share
 */
public record TileSettings(GridSize grid, double overlap, boolean whole) {
  /** Most columns, and most rows; of one digit. */
  public static final int MOST_SIDE = 8;

  /** Most tiles of a picture. */
  public static final int MOST_TILES = 32;

  /** Greatest overlap. */
  public static final double GREATEST_OVERLAP = 0.5;

  /** The overlap where none is given: that of SAHI, too. */
  public static final double DEFAULT_OVERLAP = 0.2;

  /** What a grid may be, in a few words. */
  public static final String EXPECTED_GRID =
      "COLUMNSxROWS, both 1 to %d and at most %d tiles, as in 2x2".formatted(MOST_SIDE, MOST_TILES);

  /** Pictures are not cut. */
  public static final TileSettings NONE =
      new TileSettings(new GridSize(1, 1), DEFAULT_OVERLAP, true);

  /** The form of a grid's text, which may have too many tiles all the same. */
  public static final String GRID_FORM = "[1-%1$d]x[1-%1$d]".formatted(MOST_SIDE);

  private static final Pattern GRID = Pattern.compile(GRID_FORM);

  /** Whether pictures are cut into tiles. */
  public boolean isOn() {
    return grid.cells() > 1;
  }

  /** Inferences of a picture, at the most. */
  public int inferences() {
    return isOn() && whole ? grid.cells() + 1 : grid.cells();
  }

  /** A grid from its text; absent where it is none, or has too many tiles. */
  public static Optional<GridSize> parseGrid(String text) {
    return GRID.matcher(text).matches()
        ? Optional.of(
                new GridSize(
                    Character.digit(text.charAt(0), 10),
                    Character.digit(text.charAt(text.length() - 1), 10)))
            .filter(grid -> grid.cells() <= MOST_TILES)
        : Optional.empty();
  }
}
