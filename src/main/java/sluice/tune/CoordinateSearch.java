package sluice.tune;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import sluice.core.SluiceException;

/**
 * Coordinate search for the best candidate.
 *
 * <p>First whole candidates of promise race against the best so far, most of them for one pair of
 * measurements: a search from one place alone gets stuck where two parameters have to be varied
 * together. Then it varies one parameter after the other, each time to the positions nearby, and
 * goes on from whatever is better, until no parameter brings anything (cyclic coordinate descent;
 * Powell, "An efficient method for finding the minimum of a function of several variables without
 * calculating derivatives", 1964, on why one direction at a time needs others too): for those it
 * varies pairs of parameters that depend on each other, and begins again where that helps. Losers
 * are abandoned early, as in successive halving (Karnin, Koren and Somekh, "Almost Optimal
 * Exploration in Multi-Armed Bandits", 2013), so that time goes to what is close.
 */
final class CoordinateSearch {
  private final SearchSpace space;
  private final Objective goal;
  private final CandidatePool field;
  private final PairedComparison duel;
  private final Supplier<Boolean> hasTime;
  private final double share;
  private final Set<Candidate> raced = new HashSet<>();

  /** Lost to the best one so far, perhaps by chance. */
  private final Set<Candidate> narrow = new LinkedHashSet<>();

  /**
   * An explorer.
   *
   * @param hasTime whether another candidate can be tried
   * @param share of the time that no race overruns
   */
  CoordinateSearch(
      SearchSpace space,
      Objective goal,
      CandidatePool field,
      PairedComparison duel,
      Supplier<Boolean> hasTime,
      double share) {
    this.space = space;
    this.goal = goal;
    this.field = field;
    this.duel = duel;
    this.hasTime = hasTime;
    this.share = share;
  }

  /** Explores until nothing is left or time runs out; false for the latter. */
  boolean explore(TuneListener listener) {
    listener.phase("trying places to begin with");
    tryAll(space.seeds(field.best(), goal));
    do {
      listener.phase("turning one knob at a time");
      varyParameters();
    } while (lookAgain(listener) || varyPairs(listener) || lookAgain(listener));
    return hasTime.get();
  }

  /** Pairs of parameters, until one is better. */
  private boolean varyPairs(TuneListener listener) {
    listener.phase("turning two knobs at a time");
    for (Candidate candidate : space.distant(field.best(), field.trial().settled())) {
      if (!hasTime.get()) {
        return false;
      }
      if (challenge(candidate)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives those that lost but narrowly another race: noise may have decided. Once each for a best
   * candidate; those that lose narrowly again stay losers.
   */
  private boolean lookAgain(TuneListener listener) {
    listener.phase("looking again at what lost narrowly");
    List<Candidate> again = List.copyOf(narrow);
    narrow.clear();
    boolean better = false;
    for (Candidate candidate : again) {
      if (!hasTime.get()) {
        return false;
      }
      better |= meet(candidate);
      if (better) {
        break;
      }
    }
    if (!better) {
      narrow.clear();
    }
    return better;
  }

  /** One parameter after the other, until a round has brought nothing. */
  private void varyParameters() {
    Parameter[] parameters = Parameter.values();
    int idle = 0;
    for (int i = 0; idle < parameters.length && hasTime.get(); i++) {
      idle = vary(parameters[i % parameters.length]) ? 0 : idle + 1;
    }
  }

  /** Follows a parameter as long as that helps; false where it doesn't at all. */
  private boolean vary(Parameter parameter) {
    boolean helped = false;
    while (tryAll(space.neighbours(field.best(), field.trial().settled(), parameter))) {
      helped = true;
    }
    return helped;
  }

  /** Whether any of them was better. */
  private boolean tryAll(List<Candidate> candidates) {
    boolean better = false;
    for (Candidate candidate : candidates) {
      if (!hasTime.get()) {
        return better;
      }
      better |= challenge(candidate);
    }
    return better;
  }

  private boolean challenge(Candidate candidate) {
    return field.isNew(candidate) && meet(candidate);
  }

  private boolean meet(Candidate candidate) {
    Optional<Trial> opened = field.open(candidate);
    if (opened.isEmpty()) {
      return false;
    }
    Trial challenger = opened.get();
    boolean won = false;
    try {
      won = (raced.contains(candidate) || field.isOther(challenger)) && race(candidate, challenger);
    } catch (SluiceException failure) {
      field.refuse(candidate, failure);
    } finally {
      if (!won) {
        challenger.close();
      }
    }
    return won;
  }

  private boolean race(Candidate candidate, Trial challenger) {
    raced.add(candidate);
    ComparisonResult verdict = duel.race(field.trial(), challenger, share);
    field.compared(candidate, verdict);
    if (verdict.isPromising()) {
      narrow.clear();
      field.promote(candidate, challenger, verdict.challenger());
      return true;
    }
    field.seen(verdict.incumbent());
    if (!verdict.isLoss()) {
      narrow.add(candidate);
    }
    return false;
  }
}
