package sluice.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;
import sluice.core.TileSettings;

/** Options of tiles: in which parts the model gets pictures. */
public final class TileOptions {
  @Option(
      names = "--tiles",
      paramLabel = "COLUMNSxROWS",
      description = {
        "Give the model each picture in overlapping tiles as well, for objects that are too small"
            + " in the whole picture; each is an inference of its own. At most 8x4 or 4x8."
      })
  @Nullable String tiles;

  @Option(
      names = "--tile-overlap",
      paramLabel = "SHARE",
      description = {
        "Part of a tile's width and height that it shares with the next one, 0 to 0.5 (default:"
            + " 0.2)."
      })
  @Nullable String overlap;

  @Option(
      names = "--tiles-only",
      description = {
        "Leave out the whole picture beside the tiles: an inference less, but objects that are"
            + " larger than what tiles share are found in parts."
      })
  boolean only;

  /**
   * The settings that these flags ask for.
   *
   * @throws sluice.core.SluiceException when one can't be used
   */
  public TileSettings settings() {
    if (tiles == null) {
      if (overlap != null) {
        throw OptionParsers.refused("--tile-overlap", overlap, "--tiles with it");
      }
      if (only) {
        throw OptionParsers.refused("--tiles-only", "alone", "--tiles with it");
      }
      return TileSettings.NONE;
    }
    String grid = tiles;
    return new TileSettings(
        TileSettings.parseGrid(grid)
            .orElseThrow(() -> OptionParsers.refused("--tiles", grid, TileSettings.EXPECTED_GRID)),
        overlap == null ? TileSettings.DEFAULT_OVERLAP : overlap(overlap),
        !only);
  }

  private static double overlap(String value) {
    double share = OptionParsers.share("--tile-overlap", value);
    if (share > TileSettings.GREATEST_OVERLAP) {
      throw OptionParsers.refused("--tile-overlap", value, "0 to 0.5");
    }
    return Double.parseDouble(value);
  }
}
