package sluice.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import sluice.core.Median;

/**
 * How far pairs of measurements scatter, learnt from the run itself: first from the same candidate
 * against itself, then from every comparison's pairs around their median. In natural logarithms of
 * ratios. The spread is the median absolute deviation, which single disturbances don't move.
 */
final class Noise {
  /** Of a normal distribution: standard deviation by median absolute deviation. */
  private static final double BY_DEVIATION = 1.4826;

  /** The same: standard error of a median by that of a mean, for many values. */
  private static final double MEDIAN_BY_MEAN = 1.2533;

  private static final int FEW = 2;

  /** Nobody believes in less; keeps a few equal values from being taken for certainty. */
  private static final double LEAST = 0.005;

  private final List<Double> deviations = new ArrayList<>();

  /** Pairs of a candidate and itself. */
  void addSame(double[] advantages) {
    DoubleStream.of(advantages).map(Math::abs).forEach(deviations::add);
  }

  /** Pairs of two candidates; says something from the third pair on. */
  void addPairs(double[] advantages) {
    int pairs = advantages.length;
    if (pairs > FEW) {
      double middle = Median.of(advantages);
      double freedom = Math.sqrt(pairs / (pairs - 1.0));
      DoubleStream.of(advantages)
          .map(advantage -> Math.abs(advantage - middle) * freedom)
          .forEach(deviations::add);
    }
  }

  /** Standard deviation of a pair. */
  double ofPair() {
    return deviations.isEmpty()
        ? LEAST
        : Math.max(
            LEAST, BY_DEVIATION * Median.of(deviations.stream().mapToDouble(Double::doubleValue)));
  }

  /** Standard error of the median of so many pairs. */
  double ofMedian(int pairs) {
    return ofPair() * (pairs > FEW ? MEDIAN_BY_MEAN : 1) / Math.sqrt(pairs);
  }
}
