package sluice.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceLogTest {
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final FoldingAppender folding = new FoldingAppender(written);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private ILoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("sluice.service.stream.StatusTracker");
    event.setLevel(Level.WARN);
    event.setThreadName("a thread");
    event.setInstant(now);
    event.setMessage(message);
    return event;
  }

  private void log(String message) {
    folding.doAppend(event(message));
  }

  @Test
  void repeatedLogLines_areFoldedIntoCount() {
    written.start();
    folding.start();
    log("a");
    log("a");
    log("b");
    log("a");
    assertThat(written.list).extracting(ILoggingEvent::getMessage).containsExactly("a", "b");

    now = now.plus(FoldingAppender.WINDOW);
    log("c");
    log("a");

    assertThat(written.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("a", "b", "a (2 times more in a minute)", "c", "a");
  }

  @Test
  void repeatedLogLines_areCountedAtTheEnd_andNotEvictedByFlood() {
    written.start();
    folding.start();
    log("a");
    log("a");
    for (int i = 0; i < FoldingAppender.REMEMBERED; i++) {
      log("other " + i);
    }
    log("b");
    log("b");
    now = now.plus(Duration.ofSeconds(1));
    folding.stop();

    assertThat(written.list)
        .extracting(ILoggingEvent::getMessage)
        .contains("a (1 times more in a minute)")
        .endsWith("b (1 times more in a minute)");
  }

  @Test
  void logLines_containNoSecretsOrLineBreaks() {
    ILoggingEvent event = event("rtsp://u:secret@cam/1?token=secret \"x\"\nfailed");

    assertThat(new TextLine().doLayout(event))
        .endsWith(" WARN  StatusTracker - rtsp://***@cam/1?token=*** \"x\" failed\n");
    assertThat(new JsonLogLine().doLayout(event))
        .isEqualTo(
            """
            {"time":"2026-01-01T00:00:00Z","level":"WARN","logger":"sluice.service.stream.StatusTracker",\
            "thread":"a thread","message":"rtsp://***@cam/1?token=*** \\"x\\" failed"}
            """);
  }
}
