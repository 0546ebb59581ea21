package sluice.stage.sink.overlay;

import java.util.ArrayDeque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Frames a second over the last second, or over the last two frames where they are farther apart.
 * Used by one thread.
 */
final class FpsWindow {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS_PER_SECOND = 1e9;

  private final ArrayDeque<Long> times = new ArrayDeque<>();

  /**
   * Counts a frame.
   *
   * @param nanos when it was finished, by {@link System#nanoTime}; not before the one before
   * @return the rate, absent until there are frames enough
   */
  OptionalDouble add(long nanos) {
    times.addLast(nanos);
    while (times.size() > 2 && nanos - times.getFirst() > WINDOW_NANOS) {
      times.removeFirst();
    }
    long span = nanos - times.getFirst();
    return span > 0
        ? OptionalDouble.of((times.size() - 1) * NANOS_PER_SECOND / span)
        : OptionalDouble.empty();
  }
}
