package sluice.tune;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.core.util.Median;

/**
 * Paired comparison of two candidates: measured in turn, so that a change of the machine affects
 * both, and compared pair by pair; who is first changes from pair to pair. (Bulej, Horky, Tuma et
 * al., "Duet Benchmarking", ICPE 2020, for why pairs; here one after the other, as candidates would
 * disturb each other.)
 */
final class PairedComparison {
  private static final int RACE_PAIRS = 4;

  /** A single pair must be so many standard errors off to end a race. */
  private static final double CLEAR = 3;

  private final Objective goal;
  private final MeasurementNoise noise;
  private final Budget budget;
  private final Duration block;

  /** What a measurement of such a block really takes, warm-up and all. */
  private Duration taken;

  /**
   * A way to compare.
   *
   * @param block how long each measurement takes
   */
  PairedComparison(Objective goal, MeasurementNoise noise, Budget budget, Duration block) {
    this.goal = goal;
    this.noise = noise;
    this.budget = budget;
    this.block = block;
    this.taken = block;
  }

  /** What so many pairs take at least. */
  Duration cost(int pairs) {
    return taken.multipliedBy(2L * pairs);
  }

  /**
   * A race: ends as soon as the challenger shows no sign of being better, or is it clearly. (Maron
   * and Moore, "Hoeffding Races", 1994.)
   *
   * @param share of the time that must not be overrun; at least one pair is measured all the same
   */
  ComparisonResult race(Trial incumbent, Trial challenger, double share) {
    Pairs pairs = new Pairs(incumbent, challenger);
    while (true) {
      ComparisonResult verdict = pairs.next();
      double off = Math.abs(verdict.advantage());
      boolean clear = off > CLEAR * verdict.error();
      boolean lost = verdict.advantage() <= 0 && (clear || pairs.count() > 1);
      boolean won = pairs.count() > 1 && clear;
      if (lost || won || pairs.count() == RACE_PAIRS || !budget.allows(cost(1), share)) {
        pairs.learn();
        return verdict;
      }
    }
  }

  /**
   * So many pairs, whatever they show; fewer where time runs out.
   *
   * @param share of the time that must not be overrun; at least one pair is measured all the same
   */
  ComparisonResult compare(Trial incumbent, Trial challenger, int count, double share) {
    Pairs pairs = new Pairs(incumbent, challenger);
    ComparisonResult verdict;
    do {
      verdict = pairs.next();
    } while (pairs.count() < count && budget.allows(cost(1), share));
    pairs.learn();
    return verdict;
  }

  /**
   * The same candidate twice: what differs is noise.
   *
   * @param share of the time that must not be overrun; at least one pair is measured all the same
   */
  void calibrate(Trial one, Trial same, int count, double share) {
    Pairs pairs = new Pairs(one, same);
    do {
      pairs.next();
    } while (pairs.count() < count && budget.allows(cost(1), share));
    noise.addSame(pairs.advantages());
  }

  private Sample measure(Trial trial) {
    Duration before = budget.used();
    Sample sample = trial.measure(block);
    taken = budget.used().minus(before);
    return sample;
  }

  private final class Pairs {
    private final Trial incumbent;
    private final Trial challenger;
    private final List<Sample> ofIncumbent = new ArrayList<>();
    private final List<Sample> ofChallenger = new ArrayList<>();

    Pairs(Trial incumbent, Trial challenger) {
      this.incumbent = incumbent;
      this.challenger = challenger;
    }

    int count() {
      return ofIncumbent.size();
    }

    ComparisonResult next() {
      boolean incumbentFirst = count() % 2 == 0;
      if (incumbentFirst) {
        ofIncumbent.add(measure(incumbent));
        ofChallenger.add(measure(challenger));
      } else {
        ofChallenger.add(measure(challenger));
        ofIncumbent.add(measure(incumbent));
      }
      return verdict();
    }

    double[] advantages() {
      return goal.advantages(ofIncumbent, ofChallenger);
    }

    ComparisonResult verdict() {
      return new ComparisonResult(
          Median.of(advantages()),
          noise.ofMedian(count()),
          count(),
          Sample.median(ofIncumbent),
          Sample.median(ofChallenger));
    }

    /** Where a bound is broken the numbers are cut off there, and say little of noise. */
    void learn() {
      if (goal.isKept(ofIncumbent) && goal.isKept(ofChallenger)) {
        noise.addPairs(advantages());
      }
    }
  }
}
