package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockJumpWatchTest {
  private final List<Duration> told = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5; // it may overflow
  private final ClockJumpWatch watch =
      new ClockJumpWatch(Duration.ofSeconds(7), () -> now, told::add);

  @Test
  void longSleep_isTold_once() {
    pass(Duration.ofSeconds(7));
    assertThat(told).isEmpty();

    pass(Duration.ofSeconds(31));
    pass(Duration.ofMillis(100));

    assertThat(told).containsExactly(Duration.ofSeconds(31));
  }

  @Test
  void closedWatch_tellsNothing() {
    watch.close();

    pass(Duration.ofSeconds(31));

    assertThat(told).isEmpty();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    watch.look();
  }
}
