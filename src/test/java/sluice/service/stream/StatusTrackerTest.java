package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sluice.config.settings.StreamConfig;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;

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
    assertThat(tracker.status("source", "model", false, List.of()).faults().uptime())
        .isEqualTo(Duration.ofSeconds(14));
  }

  @Test
  void heldPictures_areInTheStatus_afterTheRunToo() {
    StatusTracker tracker = StatusTracker.ofService("a", () -> now, () -> nanos);
    tracker.metrics().pictureHeld(345_600);
    tracker.enter(StreamState.PAUSED, "paused");
    assertThat(tracker.status("source", "model", false, List.of()).held())
        .isEqualTo(new StreamStatus.Held(1, 345_600));
  }

  @Test
  void unverifiedServer_isSaidInTheStatus_andInTheLogOnce() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(StatusTracker.class);
    log.start();
    logger.addAppender(log);
    try {
      StreamConfig any =
          StreamConfig.of("a", new SourceAddress("rtsps://10.0.0.1/"), "m")
              .withTls(TlsTrust.Mode.INSECURE, Optional.empty());
      StreamConfig checked = any.withTls(TlsTrust.Mode.VERIFY, Optional.empty());
      StatusTracker tracker = StatusTracker.ofService("a", () -> now, () -> nanos);
      tracker.start(checked, "added");
      assertThat(tracker.status(checked, List.of(), Optional.empty(), 0).insecure()).isFalse();
      assertThat(warnings(log)).isEmpty();

      tracker.start(any, "changed");
      tracker.start(any, "trying again");

      assertThat(tracker.status(any, List.of(), Optional.empty(), 0).insecure()).isTrue();
      assertThat(warnings(log)).singleElement().asString().contains("stream a", "tls = insecure");
    } finally {
      logger.detachAppender(log);
    }
  }

  private static List<String> warnings(ListAppender<ILoggingEvent> log) {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
