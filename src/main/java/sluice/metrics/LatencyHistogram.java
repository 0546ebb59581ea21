package sluice.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A histogram of durations in nanoseconds. Memory is fixed (about 26 kB, for a service has many of
 * them); recording takes some ten nanoseconds and allocates nothing. Any thread may call any
 * method.
 */
public final class LatencyHistogram {
  /**
   * Nothing that is timed here is of interest below a microsecond; a coarser unit keeps the table
   * small.
   */
  private static final long FINEST_NANOS = 1_000;

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int SIGNIFICANT_DIGITS = 2;

  private final Histogram histogram =
      new Histogram(FINEST_NANOS, LONGEST_NANOS, SIGNIFICANT_DIGITS);
  private double sumNanos;

  /**
   * Records a duration. What is longer than ten minutes counts as ten minutes in the percentiles,
   * what is negative (a clock that was read in the wrong order) as 0.
   */
  public synchronized void record(long nanos) {
    long value = Math.max(0, nanos);
    histogram.recordValue(Math.min(value, LONGEST_NANOS));
    sumNanos += value;
  }

  /** What was recorded so far. */
  public synchronized LatencySummary summary() {
    long count = histogram.getTotalCount();
    if (count == 0) {
      return LatencySummary.EMPTY;
    }
    return new LatencySummary(
        count,
        sumNanos / count,
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99));
  }
}
