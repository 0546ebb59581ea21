package sluice.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Keeps a line from being logged more than once a minute; for any number of threads. */
final class RepeatLimit {
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  /** More are forgotten, the oldest first. */
  private static final int MOST = 100;

  private final LongSupplier clock;
  private final Map<String, Long> said = new LinkedHashMap<>();

  RepeatLimit(LongSupplier clock) {
    this.clock = clock;
  }

  /** Whether a line was not said for a minute; it counts as said now then. */
  synchronized boolean isDue(String line) {
    long now = clock.getAsLong();
    Long last = said.get(line);
    if (last != null && now - last < PAUSE_NANOS) {
      return false;
    }
    said.remove(line);
    said.put(line, now);
    if (said.size() > MOST) {
      said.remove(said.keySet().iterator().next());
    }
    return true;
  }
}
