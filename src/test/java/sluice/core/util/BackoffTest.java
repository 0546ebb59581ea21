package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Waits between attempts. */
class BackoffTest {
  private static List<Long> waits(double jitter, double random) {
    Backoff backoff =
        new Backoff(Duration.ofMillis(500), Duration.ofSeconds(3), jitter, () -> random);
    return Stream.generate(backoff::next).limit(5).map(Duration::toMillis).toList();
  }

  @Test
  void waits_double_upToTheLongest() {
    assertThat(waits(0, 0.9)).containsExactly(500L, 1000L, 2000L, 3000L, 3000L);
  }

  @Test
  void jitter_takesAPartAway() {
    assertThat(waits(0.5, 0.5)).containsExactly(375L, 750L, 1500L, 2250L, 2250L);
  }

  @Test
  void reset_beginsAnew() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0, () -> 0);
    backoff.next();
    backoff.next();

    backoff.reset();

    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
  }
}
