package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTrackerTest {
  private Instant now = Instant.parse("2026-11-20T22:00:00Z");
  private long nanos = Long.MAX_VALUE - 5;

  @Test
  void uptime_isTimeThatPassed_whateverTheClockSays() {
    StatusTracker tracker = StatusTracker.ofService("a", () -> now, () -> nanos);
    tracker.enter(StreamState.RUNNING, "frames flow");
    for (int days : List.of(40, -80)) {
      now = now.plus(Duration.ofDays(days));
      nanos += Duration.ofSeconds(7).toNanos();
    }
    assertThat(tracker.status("source", "model", List.of()).faults().uptime())
        .isEqualTo(Duration.ofSeconds(14));
  }
}
