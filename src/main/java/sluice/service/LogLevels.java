package sluice.service;

import java.util.Map;
import java.util.Optional;
import sluice.config.settings.LogConfig;

/** Log levels, which can be changed while the service runs. Thread-safe. */
public interface LogLevels {

  /** The logger above all others. */
  String ROOT = "root";

  /** Loggers that have a level of their own, {@link #ROOT} first. */
  Map<String, LogConfig.Level> levels();

  /**
   * Sets a level, until the configuration is read again.
   *
   * @param logger its name or a package; {@link #ROOT} for all that have none of their own
   * @param level absent: as the one above
   */
  void set(String logger, Optional<LogConfig.Level> level);
}
