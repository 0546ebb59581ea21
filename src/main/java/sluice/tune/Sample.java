package sluice.tune;

import java.util.List;
import sluice.core.util.Median;

/**
 * What was seen of a candidate for a moment.
 *
 * @param fps results a second, above 0
 * @param latencyMillis nine in ten results took no longer, from the frame that was taken in; above
 *     0
 */
public record Sample(double fps, double latencyMillis) {

  /** The medians of both, each for itself; of at least one. */
  static Sample median(List<Sample> samples) {
    return new Sample(
        Median.of(samples.stream().mapToDouble(Sample::fps)),
        Median.of(samples.stream().mapToDouble(Sample::latencyMillis)));
  }
}
