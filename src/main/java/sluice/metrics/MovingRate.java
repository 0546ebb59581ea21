package sluice.metrics;

import java.util.concurrent.TimeUnit;

/**
 * A sliding-window rate: events a second over the last second. Keeps the times of the last events
 * in a ring; where more than its capacity fit into a second, the rate is taken over as many as
 * there are. Takes its memory with the first event. Not thread-safe.
 */
final class MovingRate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int CAPACITY = 1_024;

  private long[] times = new long[0];
  private long count;

  /** An event happened at this {@link System#nanoTime}; times don't go back. */
  void add(long nanos) {
    if (times.length == 0) {
      times = new long[CAPACITY];
    }
    times[(int) (count++ % CAPACITY)] = nanos;
  }

  /**
   * Events a second as seen at this {@link System#nanoTime}; 0 before the second event and once the
   * last one is a second old.
   */
  double at(long nanos) {
    long oldest = Math.max(0, count - CAPACITY);
    long from = count;
    while (from > oldest && nanos - time(from - 1) < WINDOW_NANOS) {
      from--;
    }
    long events = count - from;
    if (events == 0) {
      return 0;
    }
    boolean reachesBack = from > oldest;
    if (reachesBack) {
      return (double) events * TimeUnit.SECONDS.toNanos(1) / WINDOW_NANOS;
    }
    long span = nanos - time(from);
    return span <= 0 ? 0 : (events - 1) * (double) TimeUnit.SECONDS.toNanos(1) / span;
  }

  private long time(long index) {
    return times[(int) (index % CAPACITY)];
  }
}
