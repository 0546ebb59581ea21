package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {
  private long now;
  private final RepeatLimit limit = new RepeatLimit(() -> now);

  @Test
  void lineIsDue_onceAMinute() {
    assertThat(limit.isDue("a")).isTrue();
    assertThat(limit.isDue("a")).isFalse();
    assertThat(limit.isDue("b")).isTrue();

    now += Duration.ofSeconds(60).toNanos();

    assertThat(limit.isDue("a")).isTrue();
    assertThat(limit.isDue("a")).isFalse();
  }

  @Test
  void whatItKeeps_isBounded() {
    assertThat(limit.isDue("first")).isTrue();
    for (int i = 0; i < 100; i++) {
      limit.isDue("line " + i);
    }

    assertThat(limit.isDue("first")).as("forgotten").isTrue();
  }
}
