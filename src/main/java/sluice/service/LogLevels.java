package sluice.service;

import java.util.Map;
import java.util.Optional;
import sluice.config.settings.LogConfig;

/** Log levels, which can be changed while the service runs. Thread-safe. */
public interface LogLevels {

  /** The logger above all others. */
  String ROOT = "root";

  /**
   * The logger of changes that come over HTTP. Its level is that of the configuration's file alone,
   * so that who changes something can't keep it out of the log first.
   */
  String AUDIT = "sluice.audit";

  /** Loggers that have a level of their own, {@link #ROOT} first. */
  Map<String, LogConfig.Level> levels();

  /**
   * Sets levels, until the configuration is read again. Loggers live as long as the process, so how
   * many may be made here is bounded.
   *
   * @param levels by name of a logger or package, {@link #ROOT} for all that have none of their
   *     own; absent: as the one above
   * @throws sluice.core.SluiceException USAGE when too many are of loggers that nothing logs with,
   *     or {@link #AUDIT} is to get another level; nothing was set then
   */
  void set(Map<String, Optional<LogConfig.Level>> levels);
}
