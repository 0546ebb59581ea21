package sluice.http;

import java.util.Map;
import java.util.Optional;
import sluice.config.LogConfig.Level;

/** What is logged, changeable while the service runs. Thread-safe; returns at once. */
public interface LogLevels {

  /** The levels in force by logger; {@code ROOT} is that of all others. */
  Map<String, Level> levels();

  /** Sets a logger's level; empty: it follows the one above it again. */
  void set(String logger, Optional<Level> level);
}
