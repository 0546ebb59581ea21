package sluice.bench;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import sluice.core.util.Median;

/** What measurements in turn say about each mode. */
public final class ModeSummaries {
  private ModeSummaries() {}

  /**
   * Sums measurements up.
   *
   * @param modes in the order in which they are to come out; one that was not measured is left out
   * @param measured of all repeats; of the last one maybe not all modes
   */
  public static List<ModeSummary> of(List<BenchMode> modes, List<MeasuredMode> measured) {
    Optional<MeasuredMode> right = reference(measured);
    return modes.stream()
        .filter(mode -> measured.stream().anyMatch(each -> isOf(mode, each)))
        .map(mode -> summary(mode, measured, right))
        .toList();
  }

  private static ModeSummary summary(
      BenchMode mode, List<MeasuredMode> measured, Optional<MeasuredMode> right) {
    List<MeasuredMode> own = measured.stream().filter(each -> isOf(mode, each)).toList();
    List<Measurement> measurements = own.stream().map(MeasuredMode::measurement).toList();
    double fps = Median.of(measurements.stream().mapToDouble(Measurement::fps));
    DoubleSummaryStatistics rates =
        measurements.stream().collect(Collectors.summarizingDouble(Measurement::fps));
    return new ModeSummary(
        mode,
        measurements,
        fps,
        ofInferOnly(measurements, measured),
        fps > 0 ? (rates.getMax() - rates.getMin()) / fps : 0,
        mode.isEndToEnd() ? right.flatMap(reference -> wrong(own, reference)) : Optional.empty());
  }

  private static boolean isOf(BenchMode mode, MeasuredMode measured) {
    return measured.measurement().mode() == mode;
  }

  private static OptionalDouble ofInferOnly(List<Measurement> own, List<MeasuredMode> measured) {
    double[] ratios =
        own.stream()
            .flatMap(
                each ->
                    measured.stream()
                        .map(MeasuredMode::measurement)
                        .filter(other -> other.mode() == BenchMode.INFER_ONLY)
                        .filter(other -> other.repeat() == each.repeat() && other.fps() > 0)
                        .map(other -> each.fps() / other.fps()))
            .mapToDouble(Double::doubleValue)
            .toArray();
    return ratios.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(Median.of(ratios));
  }

  /**
   * What should have been found: what one request finds, frame after frame, which can mix nothing
   * up; where that was not measured, what the mode that found the most has found.
   */
  private static Optional<MeasuredMode> reference(List<MeasuredMode> measured) {
    List<MeasuredMode> readers =
        measured.stream().filter(each -> each.measurement().mode().isEndToEnd()).toList();
    Optional<MeasuredMode> plain =
        readers.stream().filter(each -> isOf(BenchMode.SYNC, each)).findFirst();
    return plain.isPresent()
        ? plain
        : readers.stream().max(Comparator.comparingLong(each -> each.sightings().objects()));
  }

  private static Optional<String> wrong(List<MeasuredMode> own, MeasuredMode right) {
    return own.stream()
        .flatMap(each -> each.sightings().differenceTo(right.sightings()).stream())
        .findFirst()
        .map(difference -> difference + ", held to " + right.measurement().mode().wireName());
  }
}
