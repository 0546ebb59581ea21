package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MediaClockTest {
  private static final long MS = 1_000_000;

  @Test
  void mediaClock_startsAtZero_andFollowsTheInput() {
    assertThat(run(Long.MAX_VALUE, 1000, 1040, 1100, 9000)).containsExactly(0, 40, 100, 8000);
  }

  @Test
  void missingTimestamp_advancesByOnePicture() {
    assertThat(run(Long.MAX_VALUE, -1, -1, 80, 120)).containsExactly(0, 40, 80, 120);
  }

  @Test
  void backwardJump_advancesByOnePicture() {
    assertThat(run(Long.MAX_VALUE, 5000, 5040, 0, 40, 80)).containsExactly(0, 40, 80, 120, 160);
  }

  @Test
  void repeatedTimestamp_advancesSlightly_withoutDrift() {
    MediaClock clock = new MediaClock(40 * MS, Long.MAX_VALUE, () -> true);
    assertThat(clock.next(0)).isZero();
    assertThat(clock.next(0)).isEqualTo(1000);
    assertThat(clock.next(40 * MS)).isEqualTo(40 * MS);
    assertThat(clock.next(40 * MS)).isEqualTo(40 * MS + 1000);
    assertThat(clock.next(80 * MS)).isEqualTo(80 * MS);
  }

  @Test
  void forwardJump_isRemoved_onlyWhereClocksMayBeSet() {
    assertThat(run(10_000, 0, 40, 3_600_000, 3_600_040)).containsExactly(0, 40, 80, 120);
    assertThat(run(Long.MAX_VALUE, 0, 40, 3_600_000)).containsExactly(0, 40, 3_600_000);
  }

  @Test
  void forwardJump_isKept_whereTheClockWasNotSet() {
    assertThat(run(10_000, () -> false, 0, 40, 3_600_000, 3_600_040, 0, 40))
        .containsExactly(0, 40, 3_600_000, 3_600_040, 3_600_080, 3_600_120);
  }

  /** Times in milliseconds, -1 for none. */
  private static long[] run(long gap, long... times) {
    return run(gap, () -> true, times);
  }

  private static long[] run(long gap, BooleanSupplier clockWasSet, long... times) {
    MediaClock clock = new MediaClock(40 * MS, gap == Long.MAX_VALUE ? gap : gap * MS, clockWasSet);
    return Arrays.stream(times)
        .map(t -> clock.next(t < 0 ? MediaClock.UNKNOWN : t * MS) / MS)
        .toArray();
  }
}
