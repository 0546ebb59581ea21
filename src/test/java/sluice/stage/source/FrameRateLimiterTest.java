package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class FrameRateLimiterTest {
  private static final long HOUR = 3600;

  @Test
  void sameRate_keepsAllForHours() {
    assertThat(admitted(25, 25, 25 * HOUR, i -> Math.round(i * 1e9 / 25))).hasSize(25 * 3600);
    assertThat(admitted(29.97, 29.97, 30_000, i -> Math.round(i * 1e9 / 29.97))).hasSize(30_000);
  }

  @Test
  void slowerSource_keepsAll() {
    assertThat(admitted(10, 30, 100, i -> i * 100_000_000)).hasSize(100);
  }

  @Test
  void wholeRatio_isEvenThoughTimestampsAreRoundedToMilliseconds() {
    for (int ratio = 2; ratio <= 12; ratio++) {
      int every = ratio;
      List<Long> kept = admitted(60, 60.0 / ratio, 600, i -> Math.round(i * 1e3 / 60) * 1_000_000);
      assertThat(kept)
          .as("1 of %d", ratio)
          .allMatch(i -> i % every == 0)
          .hasSize((600 + every - 1) / every);
    }
  }

  @Test
  void jitter_dropsAlmostNothing_atTheSameRate() {
    Random random = new Random(1);
    assertThat(
            admitted(
                10, 10, 1_000, i -> i * 100_000_000 + random.nextLong(-40_000_000, 40_000_000)))
        .hasSizeBetween(998, 1_000);
  }

  @Test
  void oddRatio_meetsTheRateWithoutDrift() {
    assertThat(admitted(25, 7, 25 * HOUR, i -> i * 40_000_000)).hasSize((int) (7 * HOUR));
    assertThat(admitted(29.97, 10, 2997 * 36, i -> Math.round(i * 1e9 / 29.97))).hasSize(10 * 3600);
  }

  @Test
  void variableRate_givesOnePictureOfEachSlotAtTheMost() {
    // A burst of 100 a second, then silence, then one late picture.
    List<Long> kept = admitted(0, 10, 31, i -> i < 30 ? i * 10_000_000 : 5_000_000_000L);
    assertThat(kept).containsExactly(0L, 8L, 18L, 28L, 30L);
  }

  @Test
  void phase_delaysAllButTheFirst() {
    assertThat(admitted(10, 1, 0.5, 40, i -> i * 100_000_000)).containsExactly(0L, 15L, 25L, 35L);
    assertThat(admitted(10, 0, 0.5, 10, i -> i * 100_000_000)).hasSize(10);
  }

  @Test
  void zero_keepsAll() {
    assertThat(admitted(25, 0, 10, i -> i)).hasSize(10);
  }

  private static List<Long> admitted(
      double sourceRate, double fps, long pictures, LongUnaryOperator timestamp) {
    return admitted(sourceRate, fps, 0, pictures, timestamp);
  }

  private static List<Long> admitted(
      double sourceRate, double fps, double phase, long pictures, LongUnaryOperator timestamp) {
    MediaTimeline timeline = new MediaTimeline();
    timeline.startPass(sourceRate);
    FrameRateLimiter limit = new FrameRateLimiter(fps, phase);
    List<Long> kept = new ArrayList<>();
    for (long i = 0; i < pictures; i++) {
      if (limit.admits(timeline.next(timestamp.applyAsLong(i)), timeline.step())) {
        kept.add(i);
      }
    }
    return kept;
  }
}
