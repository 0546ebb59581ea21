package sluice.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one variant in one round.
 *
 * @param most the greatest number of cameras that kept their rate, 0 where one did not; absent
 *     where a number was given
 * @param complete whether it was measured to its end
 * @param trials all that was measured, in order; where a number was given, one camera alone comes
 *     before it
 */
public record CameraRound(OptionalInt most, boolean complete, List<CameraTrial> trials) {

  /** Keeps its own copy. */
  public CameraRound {
    trials = List.copyOf(trials);
  }

  /**
   * The trial that says it: of the greatest number that kept its rate, of one camera where none
   * did, or of the number that was given. Absent where that was not measured.
   */
  public Optional<CameraTrial> typical() {
    if (most.isEmpty()) {
      return complete ? Optional.of(trials.getLast()) : Optional.empty();
    }
    int wanted = Math.max(1, most.getAsInt());
    return trials.stream().filter(trial -> trial.count() == wanted).findFirst();
  }

  /**
   * How much more of something each camera takes: from the fewest cameras that were measured to a
   * trial's. Absent where there were no fewer.
   *
   * @param amount what is held at a trial
   */
  public OptionalDouble perCamera(CameraTrial trial, ToDoubleFunction<CameraTrial> amount) {
    return trials.stream()
        .min(Comparator.comparingInt(CameraTrial::count))
        .filter(fewest -> fewest.count() < trial.count())
        .map(
            fewest ->
                (amount.applyAsDouble(trial) - amount.applyAsDouble(fewest))
                    / (trial.count() - fewest.count()))
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }
}
