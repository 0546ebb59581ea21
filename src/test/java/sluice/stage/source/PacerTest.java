package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PacerTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void gapOfHours_isCutAndWhatFollowsIsPaced() throws InterruptedException {
    ManualClock clock = ManualClock.jumping();
    Pacer pacer = new Pacer(clock);
    pacer.await(0);
    pacer.await(SECOND);
    pacer.await(95_443 * SECOND);
    pacer.await(95_444 * SECOND);
    assertThat(clock.waits()).containsExactly(0L, SECOND, Pacer.MAX_GAP_NANOS, SECOND);
  }

  @Test
  void rareFrames_areWaitedForInFull() throws InterruptedException {
    ManualClock clock = ManualClock.jumping();
    Pacer pacer = new Pacer(clock);
    pacer.await(0);
    for (int second = 1; second < 60; second++) {
      pacer.skip(second * SECOND);
    }
    pacer.await(60 * SECOND);
    assertThat(clock.waits()).containsExactly(0L, 60 * SECOND);
  }

  @Test
  void rest_endsShortlyBeforeTheTimeAndCountsAsNoFrame() throws InterruptedException {
    ManualClock clock = ManualClock.jumping();
    Pacer pacer = new Pacer(clock);
    pacer.rest(SECOND, 0);
    pacer.await(0);
    pacer.rest(30 * SECOND, SECOND); // no longer than the greatest gap
    for (int second = 1; second < 30; second++) {
      pacer.skip(second * SECOND);
    }
    pacer.await(30 * SECOND);
    assertThat(clock.waits()).containsExactly(0L, 9 * SECOND, 21 * SECOND);
  }

  @Test
  @Timeout(20)
  void systemClock_waitsUntilTheMomentAndNotForOneThatHasPassed() throws InterruptedException {
    long due = PaceClock.SYSTEM.nanoTime() + 2_000_000;
    PaceClock.SYSTEM.waitUntil(due);
    assertThat(PaceClock.SYSTEM.nanoTime()).isGreaterThanOrEqualTo(due);
    PaceClock.SYSTEM.waitUntil(Long.MIN_VALUE / 2);
    assertThat(PaceClock.SYSTEM.now()).isAfter(Instant.EPOCH);
  }
}
