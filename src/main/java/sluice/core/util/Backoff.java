package sluice.core.util;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential backoff: the wait before the next attempt doubles each time, up to a limit, less a
 * random part (jitter). For one thread.
 */
public final class Backoff {
  private final Duration shortest;
  private final Duration longest;
  private final double jitter;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * Begins with the shortest wait.
   *
   * @param shortest the first wait, above 0
   * @param longest that no wait exceeds
   * @param jitter the part of a wait that chance may take away, 0 to 1
   * @param random 0 to below 1
   */
  public Backoff(Duration shortest, Duration longest, double jitter, DoubleSupplier random) {
    this.shortest = shortest;
    this.longest = longest;
    this.jitter = jitter;
    this.random = random;
    this.next = shortest;
  }

  /** The wait before the next attempt; the one after it will be longer. */
  public Duration next() {
    Duration wait = next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    double share = 1 - jitter * random.getAsDouble();
    return Duration.ofNanos(Math.max(1, (long) (wait.toNanos() * share)));
  }

  /** All is well: the next failure begins with the shortest wait again. */
  public void reset() {
    next = shortest;
  }
}
