package sluice.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations in nanoseconds. Memory is fixed (about 26 kB, for a service has many of
 * them) and taken with the first record, for most of a service's streams may never run; recording
 * takes some ten nanoseconds and allocates nothing afterwards. Any thread may call any method.
 */
public final class LatencyHistogram {
  /**
   * Nothing that is timed here is of interest below a microsecond; a coarser unit keeps the table
   * small.
   */
  private static final long FINEST_NANOS = 1_000;

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int SIGNIFICANT_DIGITS = 2;

  private @Nullable Histogram histogram;
  private double sumNanos;

  /**
   * Records a duration. What is longer than ten minutes counts as ten minutes in the percentiles,
   * what is negative (a clock that was read in the wrong order) as 0.
   */
  public synchronized void record(long nanos) {
    long value = Math.max(0, nanos);
    Histogram known = histogram;
    if (known == null) {
      known = new Histogram(FINEST_NANOS, LONGEST_NANOS, SIGNIFICANT_DIGITS);
      histogram = known;
    }
    known.recordValue(Math.min(value, LONGEST_NANOS));
    sumNanos += value;
  }

  /** What was recorded so far. */
  public synchronized LatencySummary summary() {
    Histogram known = histogram;
    if (known == null) {
      return LatencySummary.EMPTY;
    }
    long count = known.getTotalCount();
    return new LatencySummary(
        count,
        sumNanos / count,
        known.getValueAtPercentile(50),
        known.getValueAtPercentile(90),
        known.getValueAtPercentile(99));
  }
}
