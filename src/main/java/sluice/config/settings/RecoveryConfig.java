package sluice.config.settings;

import java.time.Duration;

/**
 * Settings of recovery: timeouts after which something counts as failed, and the backoff of
 * retries.
 *
 * @param frameTimeout silence after which a source counts as dead, when connecting and later
 * @param minBackoff wait before the first new attempt
 * @param maxBackoff longest wait; each wait is twice the one before, up to this
 * @param jitter part of a wait, 0 to 1, that is left to chance, so that many cameras behind one
 *     switch don't come back at the same instant
 * @param inferenceTimeout time after which an inference counts as stuck
 * @param compileTimeout time after which the compilation of a model counts as stuck
 * @param maxStuck threads stuck inside native code of decoders, abandoned, and as many of devices;
 *     one more ends the process for its supervisor to start it again
 * @param maxDeviceFailures times in a row that a model is compiled again after its device failed;
 *     then the process ends
 */
public record RecoveryConfig(
    Duration frameTimeout,
    Duration minBackoff,
    Duration maxBackoff,
    double jitter,
    Duration inferenceTimeout,
    Duration compileTimeout,
    int maxStuck,
    int maxDeviceFailures) {

  /** Refuses waits that could not grow, with an {@link IllegalArgumentException}. */
  public RecoveryConfig {
    if (minBackoff.compareTo(maxBackoff) > 0) {
      throw new IllegalArgumentException(
          "min-backoff: " + minBackoff + " (expected: at most max-backoff, " + maxBackoff + ")");
    }
  }
}
