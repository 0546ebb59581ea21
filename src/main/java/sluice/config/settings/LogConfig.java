package sluice.config.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of logging to standard error: format and levels.
 *
 * @param format how a line looks
 * @param level of every logger that has none of its own
 * @param levels by name of a logger or of a package, in the order given
 */
public record LogConfig(Format format, Level level, Map<String, Level> levels) {

  /** Keeps its own copy of the levels. */
  public LogConfig {
    levels = Collections.unmodifiableMap(new LinkedHashMap<>(levels));
  }

  /** How a line of the log looks. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** What is worth a line; each level includes those before it. */
  public enum Level {
    /** Nothing. */
    OFF,
    /** Failures that need attention. */
    ERROR,
    /** What may need attention. */
    WARN,
    /** What changes: streams that start, end, fail, recover. */
    INFO,
    /** Details of operation. */
    DEBUG,
    /** Each step. */
    TRACE
  }
}
