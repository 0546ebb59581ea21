package sluice.stage.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Orientation;
import sluice.core.Point;
import sluice.core.TestPicture;
import sluice.core.scene.MotionSettings;

/** What moves in drawn scenes, and what doesn't though the pictures differ. */
class MotionDetectorTest {
  private static final double BEGIN = 10;

  private static List<Double> moving(
      double fps, double noise, double seconds, MotionScene.Painter painter) {
    return new MotionScene(fps, noise).moving(MotionSettings.ON, seconds, painter);
  }

  private static List<Double> from(List<Double> times, double first) {
    return times.stream().filter(time -> time >= first).toList();
  }

  /** Somebody who walks in from the left: a box of a height, so much darker than the scene. */
  private static MotionScene.Painter walker(double height, double speed, double contrast) {
    return (x, y, time, still) -> {
      double left = (time - BEGIN) * speed * MotionScene.WIDTH;
      double size = height * MotionScene.HEIGHT;
      boolean inside =
          time >= BEGIN && x >= left && x < left + size * 0.4 && y >= 150 && y < 150 + size;
      return inside ? 110 - contrast : still;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0.3, 0.1, 60", "2, 0.3, 0.1, 60", "5, 0.3, 0.1, 60", "2, 0.3, 0.01, 60",
    "2, 0.3, 0.1, 35", "2, 0.06, 0.05, 70", "5, 0.05, 0.03, 80", "2, 0.9, 0.2, 60"
  })
  void whoComesIn_isSeenAtOnce(double fps, double height, double speed, double contrast) {
    List<Double> times = moving(fps, 3, BEGIN + 4, walker(height, speed, contrast));

    assertThat(from(times, BEGIN)).first().isNotNull();
    assertThat(from(times, BEGIN).getFirst()).isLessThanOrEqualTo(BEGIN + Math.max(0.5, 1 / fps));
    assertThat(times.stream().filter(time -> time > 3 && time < BEGIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 6, 12})
  void noise_isNoMotion(double noise) {
    List<Double> times = moving(2, noise, 40, (x, y, time, still) -> still);

    assertThat(from(times, 5)).isEmpty();
  }

  @Test
  void lowContrastAtNight_isSeenThroughTheNoise() {
    List<Double> times = moving(2, 8, BEGIN + 3, walker(0.3, 0.1, 45));

    assertThat(from(times, BEGIN).getFirst()).isLessThanOrEqualTo(BEGIN + 0.5);
  }

  @Test
  void aSlowDawn_isNoMotion() {
    List<Double> times = moving(2, 2, 60, (x, y, time, still) -> still * (0.5 + 0.5 * time / 60));

    assertThat(from(times, 2)).isEmpty();
  }

  @Test
  void theBeatOfALamp_isNoMotion() {
    List<Double> times =
        moving(5, 2, 30, (x, y, time, still) -> still * (1 + 0.04 * Math.sin(time * 4 + y / 90.0)));

    assertThat(from(times, 5)).isEmpty();
  }

  @Test
  void aLightThatIsSwitched_isMotionOnce() {
    List<Double> times =
        moving(2, 2, 40, (x, y, time, still) -> time < 20 ? still * 0.4 : still + (x / 10 % 7) * 4);

    assertThat(from(times, 3)).isNotEmpty().allMatch(time -> time >= 20 && time < 22);
  }

  @Test
  void aCameraThatShakesByAPixel_isNoMotion() {
    MotionScene scene = new MotionScene(2, 2);
    List<Double> times =
        scene.moving(
            MotionSettings.ON,
            60,
            (x, y, time, still) -> {
              int shift = (int) Math.round(1.4 * Math.sin(time * 7));
              return scene.still(x + shift, y - shift);
            });

    assertThat(from(times, 10)).hasSizeLessThan(5);
  }

  /** A scene with painted lines, shifted to the right by some pixels. */
  private static double painted(MotionScene scene, double x, int y) {
    int column = (int) Math.floor(x);
    double part = x - column;
    return (1 - part) * line(scene, column, y) + part * line(scene, column + 1, y);
  }

  private static double line(MotionScene scene, int x, int y) {
    return Math.floorMod(x + y / 2, 90) < 5 ? 230 : scene.still(x, y);
  }

  @Test
  void aCameraThatDrifts_isNoMotion_butWhoComesInIs() {
    MotionScene drifting = new MotionScene(2, 2);
    MotionScene walked = new MotionScene(2, 2);

    List<Double> still =
        drifting.moving(
            MotionSettings.ON, 24, (x, y, time, _) -> painted(drifting, x + 0.5 * time, y));
    MotionScene.Painter walker = walker(0.3, 0.1, 60);
    List<Double> times =
        walked.moving(
            MotionSettings.ON,
            BEGIN + 3,
            (x, y, time, _) -> walker.at(x, y, time, painted(walked, x + 0.5 * time, y)));

    assertThat(from(still, 5)).isEmpty();
    assertThat(from(times, 5).getFirst()).isBetween(BEGIN, BEGIN + 0.5);
  }

  @Test
  void aCameraThatTurnsSlowly_isMotionAgainAndAgain() {
    MotionScene scene = new MotionScene(2, 2);
    List<Double> times =
        scene.moving(MotionSettings.ON, 14, (x, y, time, _) -> painted(scene, x + 5 * time, y));

    for (double begin = 2; begin < 14; begin += 4) {
      double each = begin;
      assertThat(times).anyMatch(time -> time >= each && time < each + 4);
    }
  }

  @Test
  void pumpingOfKeyFrames_isNoMotion() {
    List<Double> times =
        moving(
            5,
            1,
            40,
            (x, y, time, still) -> {
              double blur = ((x * 7 + y * 13) % 16 - 7.5) * 0.8;
              return time % 2 < 0.2 ? still : still + blur;
            });

    assertThat(from(times, 3)).isEmpty();
  }

  @Test
  void aShadowThatSweeps_isNoMotion_butAThingInItsPlaceIs() {
    MotionScene.Painter shadow =
        (x, y, time, still) -> {
          double edge = (time - BEGIN) * 64;
          return x < edge && x > edge - 300 ? still * 0.65 : still;
        };
    MotionScene.Painter thing =
        (x, y, time, still) -> {
          double edge = (time - BEGIN) * 64;
          return x < edge && x > edge - 300 ? 70 : still;
        };

    assertThat(from(moving(2, 1, 20, shadow), 3)).hasSizeLessThan(8);
    assertThat(from(moving(2, 1, 20, thing), BEGIN + 0.5)).hasSizeGreaterThan(15);
  }

  @Test
  void aTreeBehindAMask_isNoMotion() {
    MotionScene scene = new MotionScene(2, 2);
    MotionScene.Painter tree =
        (x, y, time, still) ->
            x < 160 && y < 180 ? 60 + 100 * ((x / 12 + (int) (time * 5)) % 3) / 2.0 : still;
    MotionSettings masked =
        new MotionSettings(
            true,
            10,
            0.0002,
            0.2,
            Duration.ofSeconds(1),
            List.of(
                List.of(
                    new Point(0, 0),
                    new Point(0.27f, 0),
                    new Point(0.27f, 0.52f),
                    new Point(0, 0.52f))));

    assertThat(from(scene.moving(MotionSettings.ON, 10, tree), 3)).isNotEmpty();
    assertThat(from(new MotionScene(2, 2).moving(masked, 10, tree), 3)).isEmpty();
  }

  @Test
  void whatWasPutDown_isNoMotionAfterwards() {
    List<Double> times =
        moving(
            2,
            2,
            40,
            (x, y, time, still) ->
                time > BEGIN && x > 300 && x < 400 && y > 100 && y < 200 ? 30 : still);

    assertThat(from(times, BEGIN)).isNotEmpty().allMatch(time -> time < BEGIN + 2);
  }

  @Test
  void masks_areInThePictureAsItIsShown() {
    TestPicture stored = TestPicture.bgr24(200, 100, new Orientation(90, true), (x, y) -> 0);
    LumaGrid grid = new LumaGrid(stored, LumaFormat.of("bgr24").orElseThrow());
    stored.close();

    // Stored upper left, turned clockwise it is at the upper right, in a mirror at the upper left.
    assertThat(grid.middle(0).x()).isLessThan(0.1f);
    assertThat(grid.middle(0).y()).isLessThan(0.1f);
    // Stored upper right: lower right, lower left.
    assertThat(grid.middle(grid.columns() - 1).x()).isLessThan(0.1f);
    assertThat(grid.middle(grid.columns() - 1).y()).isGreaterThan(0.9f);
  }

  @Test
  void formats_haveTheirBrightnessWhereItIs() {
    assertThat(LumaFormat.of("yuv420p")).contains(new LumaFormat(1, 0, 8, 0, false));
    assertThat(LumaFormat.of("yuvj422p")).contains(new LumaFormat(1, 0, 8, 0, false));
    assertThat(LumaFormat.of("yuv420p10le")).contains(new LumaFormat(2, 0, 10, 0, false));
    assertThat(LumaFormat.of("gray12be")).contains(new LumaFormat(2, 0, 12, 0, true));
    assertThat(LumaFormat.of("pal8")).isEmpty();
    assertThat(LumaFormat.of("yuv410pxyz")).isEmpty();
  }
}
