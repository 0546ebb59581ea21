package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RecentRateTest {
  private final RecentRate rate = new RecentRate();
  private final long begin = Long.MAX_VALUE - 1; // the clock of nanoseconds may run over

  private double after(long seconds, long count) {
    return rate.after(count, begin + Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void isZero_atTheFirstLook_andThenTheGrowthASecond() {
    assertThat(after(0, 1_000)).isZero();
    assertThat(after(0, 1_000)).isZero();
    assertThat(after(2, 1_010)).isEqualTo(5);
  }

  @Test
  void forgetsWhatIsOlderThanAMinute() {
    for (int second = 0; second <= 60; second += 5) {
      after(second, 10L * second);
    }
    assertThat(after(60, 600)).isEqualTo(10);
    for (int second = 65; second <= 130; second += 5) {
      after(second, 600);
    }
    assertThat(after(130, 600)).isZero();
  }

  @Test
  void counterThatBeginsAnew_hasNoNegativeRate() {
    after(0, 100);
    assertThat(after(10, 3)).isZero();
    assertThat(after(20, 23)).isEqualTo(2);
  }

  @Test
  void longSilence_isMeasuredAsAWhole() {
    after(0, 0);
    assertThat(after(600, 600)).isEqualTo(1);
  }
}
