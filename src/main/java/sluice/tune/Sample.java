package sluice.tune;

import java.util.List;
import sluice.core.util.Median;

/**
 * What was seen of a candidate for a moment.
 *
 * @param fps results a second, above 0
 * @param latencyMsP90 90th percentile of the latency, from the frame that was taken in to its
 *     result, milliseconds; above 0
 */
public record Sample(double fps, double latencyMsP90) {

  /** The medians of both, each for itself; of at least one. */
  static Sample median(List<Sample> samples) {
    return new Sample(
        Median.of(samples.stream().mapToDouble(Sample::fps)),
        Median.of(samples.stream().mapToDouble(Sample::latencyMsP90)));
  }
}
