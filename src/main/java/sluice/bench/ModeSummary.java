package sluice.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A mode over all repeats.
 *
 * @param mode the way
 * @param measurements one of each repeat
 * @param fps median of the repeats
 * @param ofInferOnly median of the repeats' ratios to infer-only of the same repeat; absent where
 *     infer-only was not measured
 * @param noise how far the repeats lie apart: greatest less least, by the median; 0 for one repeat
 * @param wrong why its results are wrong, in words, whatever its speed; absent where they are right
 */
public record ModeSummary(
    BenchMode mode,
    List<Measurement> measurements,
    double fps,
    OptionalDouble ofInferOnly,
    double noise,
    Optional<String> wrong) {

  /** Keeps its own copy. */
  public ModeSummary {
    measurements = List.copyOf(measurements);
  }

  /** The repeat whose rate is nearest to the median: its other figures belong to that rate. */
  public Measurement typical() {
    return measurements.stream()
        .min(Comparator.comparingDouble(each -> Math.abs(each.fps() - fps)))
        .orElseThrow(() -> new IllegalStateException(mode.wireName() + " was not measured"));
  }
}
