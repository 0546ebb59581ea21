package sluice.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.core.SluiceException;

/**
 * Ablation: measures what each choice contributes. Turns one parameter of the best candidate back
 * to where the search started and measures both anew, for what won a race may have been lucky. A
 * choice that brings nothing to speak of is taken back.
 */
final class Ablation {
  private static final int PAIRS = 5;

  /** A choice that may bring more than this is kept even if that is within the noise. */
  private static final double LITTLE = 0.01;

  private final Candidate start;
  private final CandidatePool field;
  private final PairedComparison duel;
  private final Supplier<Boolean> hasTime;
  private final double share;

  /**
   * For the best of a field.
   *
   * @param hasTime whether another comparison can be made
   * @param share of the time that no comparison overruns
   */
  Ablation(
      Candidate start,
      CandidatePool field,
      PairedComparison duel,
      Supplier<Boolean> hasTime,
      double share) {
    this.start = start;
    this.field = field;
    this.duel = duel;
    this.hasTime = hasTime;
    this.share = share;
  }

  /** The gain of each choice that is left, as far as time allows; in the parameters' order. */
  List<AblationResult> settle() {
    List<AblationResult> gains = new ArrayList<>();
    // What moves least is looked at first: it is likeliest to go.
    for (Parameter parameter : field.best().differences(start).reversed()) {
      if (!hasTime.get()) {
        break;
      }
      gain(parameter).ifPresent(gains::addFirst);
    }
    return gains;
  }

  private Optional<AblationResult> gain(Parameter parameter) {
    Candidate best = field.best();
    Candidate without = best.with(parameter, start.get(parameter));
    Optional<Trial> opened = field.open(without);
    if (opened.isEmpty()) {
      return Optional.empty(); // there is no way back
    }
    Trial other = opened.get();
    boolean takenBack = false;
    try {
      if (other.settled().equals(field.trial().settled())) {
        field.rename(without);
        return Optional.empty();
      }
      ComparisonResult verdict = duel.compare(other, field.trial(), PAIRS, share);
      takenBack = !verdict.isGain() && verdict.advantage() < LITTLE;
      if (takenBack) {
        field.promote(without, other, verdict.incumbent());
        return Optional.empty();
      }
      field.seen(verdict.challenger());
      return Optional.of(
          new AblationResult(
              parameter,
              start.get(parameter),
              best.get(parameter),
              verdict.ratio(),
              verdict.noise(),
              verdict.isGain()));
    } catch (SluiceException failure) {
      field.refuse(without, failure);
      return Optional.empty();
    } finally {
      if (!takenBack) {
        other.close();
      }
    }
  }
}
