package sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
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

  @Test
  void processThatStoodStill_isNotAwake_untilTheListenerKnows() {
    List<Boolean> awake = new ArrayList<>();
    AtomicLong clock = new AtomicLong();
    AtomicReference<ClockJumpWatch> itself = new AtomicReference<>();
    ClockJumpWatch asked =
        new ClockJumpWatch(
            Duration.ofSeconds(7), clock::get, passed -> awake.add(itself.get().isAwake()));
    itself.set(asked);
    clock.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(asked.isAwake()).isTrue();

    clock.addAndGet(1);
    assertThat(asked.isAwake()).isFalse();
    asked.look();

    assertThat(awake).containsExactly(false);
    assertThat(asked.isAwake()).isTrue();
  }

  @Test
  void closedWatch_countsAsAwake() {
    now += Duration.ofSeconds(31).toNanos();
    assertThat(watch.isAwake()).isFalse();

    watch.close();

    assertThat(watch.isAwake()).isTrue();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    watch.look();
  }
}
