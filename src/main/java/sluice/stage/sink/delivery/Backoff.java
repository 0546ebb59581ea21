package sluice.stage.sink.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing waits between tries of a delivery, with jitter. For one thread. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /** The wait before the next try: half of it at least, all of it at most. */
  Duration next() {
    long nanos = next.toNanos();
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2));
  }

  /** All is well. */
  void reset() {
    next = FIRST;
  }
}
