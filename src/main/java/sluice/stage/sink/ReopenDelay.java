package sluice.stage.sink;

import java.time.Duration;

/**
 * Exponential backoff of opening again what a sink writes to: a second at first, twice as long each
 * time, a minute at most. For one thread.
 */
public final class ReopenDelay {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration next = FIRST;

  /** The wait before the next attempt; the one after it will be longer. */
  public Duration next() {
    Duration wait = next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return wait;
  }

  /** All is well: the next failure begins with the shortest wait again. */
  public void reset() {
    next = FIRST;
  }
}
