package sluice.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import sluice.core.GridSize;
import sluice.core.TileSettings;

class TileOptionsTest {

  private static TileSettings settings(String... args) {
    TileOptions options = new TileOptions();
    new CommandLine(options).parseArgs(args);
    return options.settings();
  }

  @Test
  void noFlag_cutsNothing() {
    assertThat(settings()).isEqualTo(TileSettings.NONE);
  }

  @Test
  void flags_sayGrid_overlap_andWhetherTheWholePictureGoesAlong() {
    assertThat(settings("--tiles", "2x3"))
        .isEqualTo(new TileSettings(new GridSize(2, 3), 0.2, true));
    assertThat(settings("--tiles", "4x4", "--tile-overlap", "0.35", "--tiles-only"))
        .isEqualTo(new TileSettings(new GridSize(4, 4), 0.35, false));
  }

  @ParameterizedTest
  @CsvSource({
    "--tiles 9x1, --tiles: 9x1 (expected: COLUMNSxROWS)",
    "--tiles 8x8, --tiles: 8x8 (expected: COLUMNSxROWS)",
    "--tiles 2x2 --tile-overlap 0.6, --tile-overlap: 0.6 (expected: 0 to 0.5)",
    "--tiles 2x2 --tile-overlap x, --tile-overlap: x (expected: 0 to 1)",
    "--tile-overlap 0.1, --tile-overlap: 0.1 (expected: --tiles with it)",
    "--tiles-only, --tiles-only: alone (expected: --tiles with it)"
  })
  void whatCannotBeUsed_isRefused(String args, String message) {
    assertThatThrownBy(() -> settings(args.split(" ")))
        .hasMessageStartingWith(message.replace(")", "").strip());
  }
}
