package sluice.stage.sink;

import java.time.Duration;
import sluice.core.util.Backoff;

/** The waits before what a sink writes to is opened again: a second at first, a minute at most. */
public final class ReopenDelay {
  /** The longest wait. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration FIRST = Duration.ofSeconds(1);

  private ReopenDelay() {}

  /** The waits from the first on; none is shortened by chance. */
  public static Backoff create() {
    return new Backoff(FIRST, LONGEST, 0, () -> 0);
  }
}
