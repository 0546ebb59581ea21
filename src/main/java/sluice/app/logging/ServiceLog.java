package sluice.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import sluice.config.settings.LogConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.service.LogLevels;

/** The service's log on standard error: format and levels as configured. Thread-safe. */
public final class ServiceLog implements LogLevels {
  /** Logs nothing but its start. */
  private static final String PEKKO_GREETING = "org.apache.pekko.event.slf4j.Slf4jLogger";

  /**
   * Warns of nothing but versions, and OpenBLAS is deliberately of another release than JavaCPP.
   */
  private static final String JAVACPP_VERSIONS = "org.bytedeco.javacpp.Loader";

  /** Its client repeats what the status of a sink tells in one line. */
  private static final String KAFKA = "org.apache.kafka";

  /** What becomes of connections and nodes, which Sluice says in lines of its own. */
  private static final List<String> CLUSTER =
      List.of(
          "org.apache.pekko.cluster",
          "org.apache.pekko.remote",
          "org.apache.pekko.stream.Materializer");

  /** Logback keeps a logger for ever. */
  static final int MOST_MADE = 500;

  private final LoggerContext context;
  private int made;

  private ServiceLog(LoggerContext context) {
    this.context = context;
  }

  /** Takes the process's log over. */
  public static ServiceLog install(LogConfig config) {
    ServiceLog log = new ServiceLog((LoggerContext) LoggerFactory.getILoggerFactory());
    log.apply(config);
    return log;
  }

  /** The levels of a context of loggers, whose output stays as it is. */
  static ServiceLog of(LoggerContext context) {
    return new ServiceLog(context);
  }

  /** A configuration comes into force; levels that were set meanwhile are forgotten. */
  public synchronized void apply(LogConfig config) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Logger logger : context.getLoggerList()) {
      if (logger != root) {
        logger.setLevel(null);
      }
    }
    root.setLevel(level(config.level()));
    context.getLogger(PEKKO_GREETING).setLevel(Level.WARN);
    context.getLogger(JAVACPP_VERSIONS).setLevel(Level.ERROR);
    context.getLogger(KAFKA).setLevel(Level.OFF);
    CLUSTER.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
    context.getLogger(AUDIT).setLevel(Level.INFO);
    config.levels().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
    FoldingAppender appender = appender(config.format());
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
  }

  private FoldingAppender appender(LogConfig.Format format) {
    Layout<ILoggingEvent> layout =
        switch (format) {
          case TEXT -> new TextLine();
          case JSON -> new JsonLogLine();
        };
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    FoldingAppender folding = new FoldingAppender(console);
    folding.setContext(context);
    folding.start();
    return folding;
  }

  @Override
  public synchronized Map<String, LogConfig.Level> levels() {
    Map<String, LogConfig.Level> result = new LinkedHashMap<>();
    for (Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        boolean root = logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME);
        result.put(
            root ? ROOT : logger.getName(), LogConfig.Level.valueOf(logger.getLevel().toString()));
      }
    }
    return result;
  }

  @Override
  public synchronized void set(Map<String, Optional<LogConfig.Level>> levels) {
    Optional<LogConfig.Level> ofAudit = Optional.ofNullable(levels().get(AUDIT));
    if (!levels.getOrDefault(AUDIT, ofAudit).equals(ofAudit)) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "%s: its level can't be changed here (expected: %s of log.levels in the configuration's file)"
              .formatted(AUDIT, AUDIT));
    }
    List<String> unknown =
        levels.entrySet().stream()
            .filter(entry -> entry.getValue().isPresent() && !isKnown(entry.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (made + unknown.size() > MOST_MADE) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "%d loggers that nothing logs with (expected: at most %d until the next start, and there were %d)"
              .formatted(unknown.size(), MOST_MADE, made));
    }
    made += unknown.size();
    levels.forEach(this::set);
  }

  private boolean isKnown(String logger) {
    return logger.equals(ROOT) || context.exists(logger) != null;
  }

  private void set(String logger, Optional<LogConfig.Level> level) {
    if (level.isEmpty() && !isKnown(logger)) {
      return; // it has none of its own
    }
    boolean root = logger.equals(ROOT);
    Logger changed = context.getLogger(root ? org.slf4j.Logger.ROOT_LOGGER_NAME : logger);
    if (level.isPresent()) {
      changed.setLevel(level(level.get()));
    } else if (!root) {
      changed.setLevel(null);
    }
  }

  private static Level level(LogConfig.Level level) {
    return Level.toLevel(level.name(), Level.INFO);
  }
}
