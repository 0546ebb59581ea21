package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Box;
import sluice.core.GridSize;
import sluice.core.Orientation;
import sluice.core.TestPicture;
import sluice.core.TileSettings;

class TileRegionsTest {

  private static List<Box> tiles(int columns, int rows, double overlap, int width, int height) {
    return TileRegions.regions(
        new TileSettings(new GridSize(columns, rows), overlap, false), width, height);
  }

  @Test
  void grid_isCutRowByRow_withItsOverlap() {
    // 1000 / (2 - 0.2) = 555.6, 500 / 1.8 = 277.8, both up to even pixels
    assertThat(tiles(2, 2, 0.2, 1000, 500))
        .containsExactly(
            new Box(0, 0, 0.556f, 0.556f),
            new Box(0.444f, 0, 1, 0.556f),
            new Box(0, 0.444f, 0.556f, 1),
            new Box(0.444f, 0.444f, 1, 1));
  }

  @Test
  void whole_comesFirst() {
    TileSettings settings = new TileSettings(new GridSize(2, 1), 0, true);

    assertThat(TileRegions.regions(settings, 100, 100))
        .containsExactly(new Box(0, 0, 1, 1), new Box(0, 0, 0.5f, 1), new Box(0.5f, 0, 1, 1));
    assertThat(settings.inferences()).isEqualTo(3);
  }

  @Test
  void aGridOfOne_cutsNothing() {
    assertThat(TileRegions.of(TileSettings.NONE)).isEmpty();
    assertThat(TileSettings.NONE.inferences()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 0.2, 1920, 1080",
    "4, 3, 0.2, 3840, 2160",
    "3, 2, 0.0, 769, 431",
    "8, 4, 0.5, 641, 33",
    "5, 5, 0.3, 1001, 1003",
    "8, 4, 0.5, 3, 5",
    "8, 4, 0.2, 1, 1",
    "2, 2, 0.2, 2, 2"
  })
  void tiles_coverThePicture_overlap_andBeginAtEvenPixels(
      int columns, int rows, double overlap, int width, int height) {
    List<Box> tiles = tiles(columns, rows, overlap, width, height);

    assertThat(tiles).hasSizeBetween(1, columns * rows).hasSize(new HashSet<>(tiles).size());
    boolean[][] covered = new boolean[width][height];
    for (Box tile : tiles) {
      int left = pixel(tile.xMin(), width);
      int top = pixel(tile.yMin(), height);
      assertThat(left % 2).isZero();
      assertThat(top % 2).isZero();
      for (int x = left; x < pixel(tile.xMax(), width); x++) {
        for (int y = top; y < pixel(tile.yMax(), height); y++) {
          covered[x][y] = true;
        }
      }
    }
    for (boolean[] column : covered) {
      assertThat(column).doesNotContain(false);
    }
    for (int i = 0; i + 1 < columns && tiles.size() == columns * rows; i++) {
      float common = tiles.get(i).xMax() - tiles.get(i + 1).xMin();
      assertThat(common * width)
          .as("pixels in common of tiles %d and %d", i, i + 1)
          .isGreaterThanOrEqualTo((float) overlap * tiles.get(i).width() * width - 2.01f);
    }
  }

  /** A whole pixel: borders of tiles lie between pixels. */
  private static int pixel(float place, int side) {
    assertThat(place * side % 1)
        .satisfiesAnyOf(
            rest -> assertThat(rest).isLessThan(0.01f),
            rest -> assertThat(rest).isGreaterThan(0.99f));
    return Math.round(place * side);
  }

  @Test
  void tiles_areAlike_whereTheSidesAreEven() {
    List<Box> tiles = tiles(4, 4, 0.2, 1920, 1080);

    assertThat(tiles).hasSize(16);
    assertThat(tiles.stream().map(tile -> Math.round(tile.width() * 1920))).containsOnly(566);
    assertThat(tiles.stream().map(tile -> Math.round(tile.height() * 1080))).containsOnly(318);
  }

  @Test
  void pictureThatIsShownTurned_isCutAsItIsSeen() {
    TileSettings settings = new TileSettings(new GridSize(2, 1), 0, false);
    PictureRegions regions = TileRegions.of(settings).orElseThrow();
    Orientation turned = new Orientation(90, false);
    try (TestPicture upright = TestPicture.bgr24(6, 20);
        TestPicture stored = TestPicture.bgr24(20, 6, turned, (x, y) -> 0)) {
      List<Box> cut = List.of(new Box(0, 0, 4 / 6f, 1), new Box(2 / 6f, 0, 1, 1));
      assertThat(regions.of(stored)).isEqualTo(cut);
      assertThat(regions.of(upright)).isSameAs(regions.of(stored));
    }
  }

  @ParameterizedTest
  @CsvSource({"2x2, 4", "8x4, 32", "4x8, 32", "1x1, 1"})
  void grid_isReadFromItsText(String text, int cells) {
    assertThat(TileSettings.parseGrid(text).orElseThrow().cells()).isEqualTo(cells);
    assertThat(TileSettings.parseGrid(text).orElseThrow()).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"0x2", "9x1", "8x5", "2", "2X2", "2x2x2", "-1x2", "''"})
  void grid_ofTooMany_orNone_isRefused(String text) {
    assertThat(TileSettings.parseGrid(text)).isEmpty();
  }
}
