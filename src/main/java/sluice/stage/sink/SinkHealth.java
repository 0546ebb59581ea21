package sluice.stage.sink;

import java.util.Optional;

/**
 * Health of a sink.
 *
 * @param healthy whether the last result was written
 * @param written results that were
 * @param lost results that could not be
 * @param lastError why, the last time, in one line
 */
public record SinkHealth(boolean healthy, long written, long lost, Optional<String> lastError) {

  /** A sink that fails where it can't write, and so has lost nothing while it works. */
  public static SinkHealth ofWritten(long results) {
    return new SinkHealth(true, results, 0, Optional.empty());
  }
}
