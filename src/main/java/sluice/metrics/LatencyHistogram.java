package sluice.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations in nanoseconds. A service has many of them, so memory is taken for the
 * durations that occur: none before the first record, some 2 kB as a rule. Recording takes some
 * fifteen nanoseconds, and allocates where a duration is a new one. Any thread may call any method.
 */
public final class LatencyHistogram {
  /**
   * Nothing that is timed here is of interest below a microsecond; a coarser unit keeps the table
   * small.
   */
  private static final long FINEST_NANOS = 1_000;

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int SIGNIFICANT_DIGITS = 2;

  private @Nullable PackedHistogram histogram;
  private double sumNanos;

  /**
   * Records a duration. What is longer than ten minutes counts as ten minutes in the percentiles,
   * what is negative (a clock that was read in the wrong order) as 0.
   */
  public synchronized void record(long nanos) {
    long value = Math.max(0, nanos);
    PackedHistogram known = histogram;
    if (known == null) {
      known = new PackedHistogram(FINEST_NANOS, 2 * FINEST_NANOS, SIGNIFICANT_DIGITS);
      known.setAutoResize(true);
      histogram = known;
    }
    known.recordValue(Math.min(value, LONGEST_NANOS));
    sumNanos += value;
  }

  /** What was recorded so far. */
  public synchronized LatencySummary summary() {
    PackedHistogram known = histogram;
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
