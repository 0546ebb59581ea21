package sluice.metrics;

/**
 * Mean and percentiles of a {@link LatencyHistogram}, nanoseconds. The percentiles are accurate to
 * 1 % or 1 µs, whichever is more; the mean is exact. All are 0 where nothing was recorded.
 *
 * @param count how many values there are
 * @param meanNanos arithmetic mean
 * @param p50Nanos half of the values are not above it
 * @param p90Nanos nine in ten values are not above it
 * @param p99Nanos 99 in 100 values are not above it
 */
public record LatencySummary(
    long count, double meanNanos, long p50Nanos, long p90Nanos, long p99Nanos) {

  /** Of no values. */
  public static final LatencySummary EMPTY = new LatencySummary(0, 0, 0, 0, 0);
}
