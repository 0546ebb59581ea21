package sluice.stage.sink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Clock for retention: time of day that advances only as a monotonic clock shows that time has
 * passed. A step of the system's clock forward is followed at a tenth of the time that passes, a
 * step back at once, so that files are never deleted much before they are as old as they look, and
 * a clock that was set right is caught up with. Thread-safe.
 */
public final class ElapsedTime implements InstantSource {
  private static final int CATCH_UP = 10;

  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Instant limit;
  private long seen;

  /**
   * Starts at a time.
   *
   * @param clock the time of day, which may be set
   * @param nanoTime as {@link System#nanoTime}
   * @param start what is believed for now, or the clock's where that is earlier
   */
  public ElapsedTime(InstantSource clock, LongSupplier nanoTime, Instant start) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.limit = earlier(start, clock.instant());
    this.seen = nanoTime.getAsLong();
  }

  @Override
  public synchronized Instant instant() {
    long nanos = nanoTime.getAsLong();
    Duration passed = Duration.ofNanos(nanos - seen);
    seen = nanos;
    Instant now = clock.instant();
    limit = limit.plus(passed);
    if (limit.isBefore(now)) {
      limit = earlier(limit.plus(passed.dividedBy(CATCH_UP)), now);
    }
    return earlier(limit, now);
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
