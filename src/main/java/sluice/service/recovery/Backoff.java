package sluice.service.recovery;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import sluice.config.settings.RecoveryConfig;

/**
 * Exponential backoff with jitter: the wait before the next attempt doubles each time, up to a
 * limit, less a random part. For one thread.
 */
public final class Backoff {
  private final RecoveryConfig recovery;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * Begins with the shortest wait.
   *
   * @param random 0 to below 1
   */
  public Backoff(RecoveryConfig recovery, DoubleSupplier random) {
    this.recovery = recovery;
    this.random = random;
    this.next = recovery.minBackoff();
  }

  /** The wait before the next attempt; the one after it will be longer. */
  public Duration next() {
    Duration wait = next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(recovery.maxBackoff()) > 0 ? recovery.maxBackoff() : doubled;
    double share = 1 - recovery.jitter() * random.getAsDouble();
    return Duration.ofNanos(Math.max(1, (long) (wait.toNanos() * share)));
  }

  /** All is well: the next failure begins with the shortest wait again. */
  public void reset() {
    next = recovery.minBackoff();
  }
}
