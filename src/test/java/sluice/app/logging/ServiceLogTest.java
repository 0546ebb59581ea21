package sluice.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.config.settings.LogConfig;
import sluice.core.SluiceException;
import sluice.service.LogLevels;

class ServiceLogTest {
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final FoldingAppender folding = new FoldingAppender(written);
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private ILoggingEvent event(String message) {
    return event("sluice.service.stream.StatusTracker", Level.WARN, message);
  }

  private ILoggingEvent event(String logger, Level level, String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName(logger);
    event.setLevel(level);
    event.setThreadName("a thread");
    event.setInstant(now);
    event.setMessage(message);
    return event;
  }

  private void log(String message) {
    folding.doAppend(event(message));
  }

  @Test
  void loggersThatNothingLogsWith_areBounded() {
    LoggerContext context = new LoggerContext();
    ServiceLog log = ServiceLog.of(context);
    Map<String, Optional<LogConfig.Level>> many = new HashMap<>();
    for (int i = 0; i < ServiceLog.MOST_MADE; i++) {
      many.put("made.up." + i, Optional.of(LogConfig.Level.DEBUG));
    }
    log.set(many);
    int loggers = context.getLoggerList().size();

    Map<String, Optional<LogConfig.Level>> more =
        Map.of("one.more", Optional.of(LogConfig.Level.DEBUG));
    assertThatThrownBy(() -> log.set(more))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("at most 500");
    log.set(Map.of("never.there", Optional.empty()));
    log.set(Map.of("made.up.1", Optional.of(LogConfig.Level.INFO)));
    assertThat(context.getLoggerList()).hasSize(loggers);
  }

  @Test
  void clientOfKafka_saysNothing_unlessItsLevelIsSet() {
    LoggerContext context = new LoggerContext();
    ServiceLog log = ServiceLog.of(context);
    Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");

    log.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.DEBUG, Map.of()));
    assertThat(client.isErrorEnabled()).isFalse();
    log.apply(
        new LogConfig(
            LogConfig.Format.TEXT,
            LogConfig.Level.INFO,
            Map.of("org.apache.kafka", LogConfig.Level.WARN)));
    assertThat(client.isWarnEnabled()).isTrue();
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
  void changesOverHttp_areNeverFolded_butRefusalsAre() {
    written.start();
    folding.start();
    for (int i = 0; i < 3; i++) {
      folding.doAppend(event(LogLevels.AUDIT, Level.INFO, "paused"));
      folding.doAppend(event(LogLevels.AUDIT, Level.WARN, "refused"));
    }
    assertThat(written.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("paused", "refused", "paused", "paused");
  }

  @Test
  void auditLog_isSilencedByTheFileAlone() {
    LoggerContext context = new LoggerContext();
    ServiceLog log = ServiceLog.of(context);
    Logger audit = context.getLogger(LogLevels.AUDIT);
    log.apply(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN, Map.of()));
    assertThat(audit.isInfoEnabled()).isTrue();
    log.set(Map.of(LogLevels.ROOT, Optional.of(LogConfig.Level.ERROR)));
    log.set(Map.of(LogLevels.AUDIT, Optional.of(LogConfig.Level.INFO)));
    for (Optional<LogConfig.Level> level :
        List.of(Optional.<LogConfig.Level>empty(), Optional.of(LogConfig.Level.OFF))) {
      assertThatThrownBy(() -> log.set(Map.of(LogLevels.AUDIT, level)))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("sluice.audit of log.levels in the configuration's file");
    }
    assertThat(audit.isInfoEnabled()).isTrue();
    log.apply(
        new LogConfig(
            LogConfig.Format.TEXT,
            LogConfig.Level.INFO,
            Map.of(LogLevels.AUDIT, LogConfig.Level.OFF)));
    assertThat(audit.isErrorEnabled()).isFalse();
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
