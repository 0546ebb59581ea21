package sluice.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What live cameras did in the service, with variants of their settings beside each other.
 *
 * @param searched whether the greatest number was looked for; else one was given
 * @param variants in the order in which they were given
 */
public record CamerasResult(boolean searched, List<CameraVariant> variants) {

  /** Keeps its own copy. */
  public CamerasResult {
    variants = List.copyOf(variants);
  }

  /** Whether nothing was measured to an end. */
  public boolean isEmpty() {
    return variants.stream().allMatch(variant -> variant.typical().isEmpty());
  }

  /**
   * Resident memory that a camera takes, bytes, by the first round of the first variant alone:
   * later, memory is resident that was used before. Absent where it is not known.
   */
  public OptionalDouble residentPerCamera() {
    if (variants.isEmpty() || variants.getFirst().rounds().isEmpty()) {
      return OptionalDouble.empty();
    }
    CameraRound first = variants.getFirst().rounds().getFirst();
    return first.trials().stream()
        .filter(trial -> trial.footprint().residentBytes().isPresent())
        .max((a, b) -> Integer.compare(a.count(), b.count()))
        .map(most -> first.perCamera(most, trial -> trial.footprint().residentBytes().orElse(0)))
        .orElse(OptionalDouble.empty());
  }
}
