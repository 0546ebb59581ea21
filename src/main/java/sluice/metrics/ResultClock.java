package sluice.metrics;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * The throughput of results: counts them and when they came, over the run, in the steady state and
 * now. Times are of {@link System#nanoTime}. Any thread may call any method.
 */
final class ResultClock {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int warmUp;
  private final MovingRate moving = new MovingRate();
  private volatile boolean begun;
  private long startNanos;
  private long warmNanos;
  private long lastNanos;
  private long count;

  /** Leaves so many results out of the steady rate. */
  ResultClock(int warmUp) {
    this.warmUp = warmUp;
  }

  /** The run's first picture is there; later calls do nothing. */
  void begin(long nanos) {
    if (!begun) {
      beginOnce(nanos);
    }
  }

  private synchronized void beginOnce(long nanos) {
    if (!begun) {
      startNanos = nanos;
      lastNanos = nanos;
      begun = true;
    }
  }

  /** A result came. */
  synchronized void add(long nanos) {
    beginOnce(nanos);
    count++;
    // Two dispatchers may bring their results out of order by a hair.
    lastNanos = Math.max(lastNanos, nanos);
    moving.add(lastNanos);
    if (count == warmUp) {
      warmNanos = lastNanos;
    }
  }

  /** Results so far. */
  synchronized long count() {
    return count;
  }

  /** From the first picture to the last result. */
  synchronized long nanos() {
    return lastNanos - startNanos;
  }

  /** Results a second over the whole run so far. */
  synchronized double fps() {
    return rate(count, lastNanos - startNanos);
  }

  /** Results a second without the first ones. */
  synchronized OptionalDouble steadyFps() {
    return count <= warmUp || lastNanos <= warmNanos
        ? OptionalDouble.empty()
        : OptionalDouble.of(rate(count - warmUp, lastNanos - warmNanos));
  }

  /** Results a second over the last second. */
  synchronized double fpsNow(long nanos) {
    return moving.at(nanos);
  }

  private static double rate(long events, long nanos) {
    return nanos <= 0 ? 0 : events * NANOS_PER_SECOND / nanos;
  }
}
