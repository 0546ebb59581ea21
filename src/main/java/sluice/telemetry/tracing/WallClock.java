package sluice.telemetry.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * A moment by both clocks. All instants of a frame are derived from one such pair, so that its
 * spans lie as they were, even where the date is set in between.
 *
 * @param epochNanos the date, in nanoseconds since 1970
 * @param nanoTime the same moment by {@link System#nanoTime}
 */
record WallClock(long epochNanos, long nanoTime) {
  private static final long LASTS = TimeUnit.MINUTES.toNanos(1);

  /** The moment of the call. */
  static WallClock now(InstantSource date) {
    long nanoTime = System.nanoTime();
    return new WallClock(epochNanos(date.instant()), nanoTime);
  }

  /** This pair, or a new one where it is older than a minute. */
  WallClock fresh(InstantSource date) {
    return System.nanoTime() - nanoTime > LASTS ? now(date) : this;
  }

  /** The date of an instant of {@link System#nanoTime}, in nanoseconds since 1970. */
  long dateOf(long nanos) {
    return epochNanos + (nanos - nanoTime);
  }

  /** A date in nanoseconds since 1970. */
  static long epochNanos(Instant date) {
    return TimeUnit.SECONDS.toNanos(date.getEpochSecond()) + date.getNano();
  }
}
