package sluice.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import sluice.core.util.Median;

/**
 * Measurement noise, how far pairs of measurements scatter: learnt from the run itself: first from
 * the same candidate against itself, then from every comparison's pairs around their median. In
 * natural logarithms of ratios. The spread is the median absolute deviation, which single
 * disturbances don't move.
 */
final class MeasurementNoise {
  /** Of a normal distribution: standard deviation by median absolute deviation. */
  private static final double BY_DEVIATION = 1.4826;

  /** The same: standard error of a median by that of a mean, for many values. */
  private static final double MEDIAN_BY_MEAN = 1.2533;

  private static final int FEW = 2;

  /**
   * What pairs scatter by on a machine of which nothing is known yet, and how many deviations that
   * weighs as much as: a few equal values by chance must not be taken for certainty, as that would
   * end every race after its first pair.
   */
  private static final double USUAL = 0.03;

  private static final int USUAL_WEIGHT = 6;

  private final List<Double> deviations = new ArrayList<>();

  /** Pairs of a candidate and itself. */
  void addSame(double[] advantages) {
    DoubleStream.of(advantages).map(Math::abs).forEach(deviations::add);
  }

  /** Pairs of two candidates; a single one says nothing. */
  void addPairs(double[] advantages) {
    int pairs = advantages.length;
    if (pairs > 1) {
      double middle = Median.of(advantages);
      double freedom = Math.sqrt(pairs / (pairs - 1.0));
      DoubleStream.of(advantages)
          .map(advantage -> Math.abs(advantage - middle) * freedom)
          .forEach(deviations::add);
    }
  }

  /** Standard deviation of a pair. */
  double ofPair() {
    int count = deviations.size();
    if (count == 0) {
      return USUAL;
    }
    double seen = BY_DEVIATION * Median.of(deviations.stream().mapToDouble(Double::doubleValue));
    return Math.sqrt((USUAL * USUAL * USUAL_WEIGHT + seen * seen * count) / (USUAL_WEIGHT + count));
  }

  /** Standard error of the median of so many pairs. */
  double ofMedian(int pairs) {
    return ofPair() * (pairs > FEW ? MEDIAN_BY_MEAN : 1) / Math.sqrt(pairs);
  }
}
