package sluice.tune;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.core.SluiceException;

/**
 * The pool of the candidates that were measured so far, and the best of them, which stays open.
 * Opens others and says why they can't be used.
 */
final class CandidatePool implements AutoCloseable {
  private final Trials trials;
  private final double leastAgreement;
  private final TuneListener listener;
  private final Set<Candidate> asked = new HashSet<>();
  private final Set<Candidate> settled = new HashSet<>();
  private final Map<String, Double> agreements = new HashMap<>();
  private final List<RejectedCandidate> refused = new ArrayList<>();
  private Candidate best;
  private Trial trial;
  private Sample sample;
  private int tried;

  /**
   * Opens the first candidate, which is the best one so far.
   *
   * @throws SluiceException when the device refuses it
   */
  CandidatePool(Trials trials, Candidate first, double leastAgreement, TuneListener listener) {
    this.trials = trials;
    this.leastAgreement = leastAgreement;
    this.listener = listener;
    this.best = first;
    this.trial = trials.open(first);
    this.sample = new Sample(1, 1);
    asked.add(first);
    settled.add(trial.settled());
  }

  /** The best candidate so far. */
  Candidate best() {
    return best;
  }

  /** The same, ready to run. */
  Trial trial() {
    return trial;
  }

  /** What was seen of it last. */
  Sample sample() {
    return sample;
  }

  int tried() {
    return tried;
  }

  List<RejectedCandidate> refused() {
    return refused;
  }

  /** Something new was seen of the best candidate. */
  void seen(Sample newSample) {
    sample = newSample;
  }

  /** Whether this candidate was not asked for yet; from now on it was. */
  boolean isNew(Candidate candidate) {
    return asked.add(candidate);
  }

  /** Whether nothing that comes to the same was tried yet; from now on it was. */
  boolean isOther(Trial challenger) {
    return settled.add(challenger.settled());
  }

  /** A comparison was made. */
  void compared(Candidate candidate, ComparisonResult verdict) {
    tried++;
    listener.tried(candidate, verdict);
  }

  /** Another candidate, ready to run; absent where it can't be used. The caller closes it. */
  Optional<Trial> open(Candidate candidate) {
    Trial opened;
    try {
      opened = trials.open(candidate);
    } catch (SluiceException refusal) {
      refuse(candidate, refusal);
      return Optional.empty();
    }
    try {
      double agreement = agreement(candidate, opened);
      if (agreement >= leastAgreement) {
        return Optional.of(opened);
      }
      refuse(candidate, disagreement(agreement));
    } catch (SluiceException failure) {
      refuse(candidate, failure);
    }
    opened.close();
    return Optional.empty();
  }

  private static String disagreement(double agreement) {
    return Double.isNaN(agreement)
        ? "not comparable: f32 finds nothing in the first %d frames; give an input with objects"
            .formatted(ComparedFrames.MOST)
        : "%.3f of what f32 finds".formatted(agreement);
  }

  /** Whether the best candidate finds what it should; asked of a start. */
  boolean agrees() {
    return agreesWith(best, trial);
  }

  /** Whether a candidate finds what it should. */
  boolean agreesWith(Candidate candidate, Trial opened) {
    return agreement(candidate, opened) >= leastAgreement;
  }

  /** By its files and precision, which alone change what is found. */
  private double agreement(Candidate candidate, Trial opened) {
    String precision =
        candidate.get(Parameter.FILES)
            + " "
            + opened.settled().get(Parameter.PRECISION)
            + " "
            + candidate.get(Parameter.PRECISION);
    Double known = agreements.get(precision);
    if (known == null) {
      known = opened.agreement();
      agreements.put(precision, known);
    }
    return known;
  }

  /** A candidate turned out not to be usable. */
  void refuse(Candidate candidate, SluiceException reason) {
    refuse(candidate, String.valueOf(reason.getMessage()));
  }

  private void refuse(Candidate candidate, String reason) {
    RejectedCandidate refusal = new RejectedCandidate(candidate, reason);
    refused.add(refusal);
    listener.refused(refusal);
  }

  /** Another candidate is the best one now; its trial is taken over. */
  void promote(Candidate candidate, Trial opened, Sample newSample) {
    Trial former = trial;
    best = candidate;
    trial = opened;
    sample = newSample;
    former.close();
    listener.best(candidate, newSample);
  }

  /** The best candidate is called so from now on; the device makes the same of it. */
  void rename(Candidate same) {
    best = same;
  }

  @Override
  public void close() {
    trial.close();
  }
}
