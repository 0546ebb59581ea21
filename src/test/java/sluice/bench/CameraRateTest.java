package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.metrics.LatencySummary;

class CameraRateTest {

  private static CameraRate rate(long results, DropCause cause, long dropped) {
    return new CameraRate(results, Map.of(cause, dropped));
  }

  @Test
  void camera_keepsItsRate_withFewLostFrames() {
    assertThat(rate(100, DropCause.RATE, 150).keeps(10, 10)).isTrue();
    assertThat(rate(98, DropCause.OVERLOAD, 2).keeps(10, 10)).isTrue();
    assertThat(rate(97, DropCause.OVERLOAD, 3).keeps(10, 10)).isFalse();
    assertThat(rate(97, DropCause.MAX_AGE, 3).keeps(10, 10)).isFalse();
  }

  @Test
  void camera_mayLoseOneFrame_howeverFewThereAre() {
    assertThat(rate(9, DropCause.OVERLOAD, 1).keeps(1, 10)).isTrue();
    assertThat(rate(8, DropCause.OVERLOAD, 2).keeps(1, 10)).isFalse();
  }

  @Test
  void camera_failsItsRate_whereFramesNeverCame() {
    assertThat(rate(96, DropCause.RATE, 150).keeps(10, 10)).isTrue();
    assertThat(rate(95, DropCause.RATE, 150).keeps(10, 10)).isFalse();
  }

  @Test
  void framesThatNobodyWanted_areNeitherLostNorSpared() {
    CameraRate camera =
        new CameraRate(1, Map.of(DropCause.RATE, 5L, DropCause.STOPPED, 2L, DropCause.MAX_AGE, 3L));

    assertThat(camera.lost()).isEqualTo(3);
    assertThat(camera.spared()).isZero();
  }

  @Test
  void everyOtherCause_isOfFramesThatWereSparedOnPurpose() {
    for (DropCause cause : DropCause.values()) {
      CameraRate camera = rate(0, cause, 7);
      boolean known =
          List.of(DropCause.RATE, DropCause.OVERLOAD, DropCause.MAX_AGE, DropCause.STOPPED)
              .contains(cause);
      assertThat(camera.spared()).as("%s", cause).isEqualTo(known ? 0 : 7);
    }
  }

  @Test
  void trial_isKept_whereEveryCameraKeepsItsRate() {
    CameraRate good = rate(40, DropCause.RATE, 60);
    CameraRate bad = rate(30, DropCause.OVERLOAD, 10);

    assertThat(trial(good, good).kept()).isTrue();
    assertThat(trial(good, bad).kept()).isFalse();
    assertThat(trial(good, bad).fps()).isEqualTo(7);
    assertThat(trial(good, bad).leastFps()).isEqualTo(3);
    assertThat(trial(good, bad).lost()).isEqualTo(10);
    assertThat(trial(good, bad).dropped())
        .containsEntry(DropCause.RATE, 60L)
        .containsEntry(DropCause.OVERLOAD, 10L);
    assertThat(trial(good, bad).perResult(7)).isEqualTo(0.1);
    assertThat(trial(good, bad).perCamera(7)).isEqualTo(0.35);
  }

  private static CameraTrial trial(CameraRate... cameras) {
    return new CameraTrial(
        4,
        10,
        List.of(cameras),
        LatencySummary.EMPTY,
        new CpuUse(1, Map.of()),
        new CameraFootprint(OptionalLong.empty(), 0, OptionalLong.empty()));
  }
}
