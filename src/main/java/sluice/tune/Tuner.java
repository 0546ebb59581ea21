package sluice.tune;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Searches the best candidate within a time: learns how much measurements scatter, explores, finds
 * out what each choice brings, and measures the best against the start once more. An instance runs
 * once; {@link #stop} may be called from any thread.
 */
public final class Tuner {
  /** Shares of the time by which the parts are over. */
  private static final double CALIBRATED = 0.15;

  private static final double EXPLORED = 0.65;

  private static final double ACCOUNTED = 0.9;
  private static final double ALL = 1;

  private static final int NOISE_PAIRS = 5;
  private static final int LAST_PAIRS = 5;

  /** While code is compiled and caches fill. */
  private static final int WARM_UP_PART = 60;

  private static final int BLOCK_PART = 180;
  private static final int LONGEST_BLOCK_PART = 45;
  private static final Duration SHORTEST_BLOCK = Duration.ofMillis(100);
  private static final Duration LONG_BLOCK = Duration.ofSeconds(1);

  /** Fewer results say little of a rate. */
  private static final double RESULTS_OF_BLOCK = 25;

  private static final String EXACT = "f32";

  private final Trials trials;
  private final SearchSpace space;
  private final Objective goal;
  private final SearchLimits limits;
  private final TuneListener listener;
  private final Budget budget;
  private final MeasurementNoise noise = new MeasurementNoise();
  private volatile Duration opening = Duration.ZERO;

  /**
   * A search whose time begins now.
   *
   * @param trials where candidates are tried; stays the caller's
   * @param nanoClock as {@link System#nanoTime}
   */
  public Tuner(
      Trials trials,
      SearchSpace space,
      Objective goal,
      SearchLimits limits,
      TuneListener listener,
      LongSupplier nanoClock) {
    this.trials = trials;
    this.space = space;
    this.goal = goal;
    this.limits = limits;
    this.listener = listener;
    this.budget = new Budget(nanoClock, limits.time());
  }

  /** Ends the search soon, with the best so far. */
  public void stop() {
    budget.stop();
  }

  /**
   * Searches; blocks.
   *
   * @param start where to begin
   * @throws sluice.core.SluiceException when the start can't be run
   */
  public TuneOutcome run(Candidate start) {
    listener.phase("measuring the start");
    try (CandidatePool field =
        new CandidatePool(this::open, start, limits.leastAgreement(), listener)) {
      Sample first = field.trial().measure(limits.time().dividedBy(WARM_UP_PART));
      field.seen(first);
      listener.best(start, first);
      PairedComparison duel = new PairedComparison(goal, noise, budget, block(first));
      calibrate(field, duel);
      requireAgreement(field);
      boolean complete =
          new CoordinateSearch(space, goal, field, duel, () -> allows(duel, EXPLORED), EXPLORED)
              .explore(listener);
      listener.phase("measuring what each choice brings");
      List<AblationResult> gains =
          new Ablation(start, field, duel, () -> allows(duel, ACCOUNTED), ACCOUNTED).settle();
      return conclude(start, field, duel, gains, complete);
    }
  }

  /** Remembers how long it takes. */
  private Trial open(Candidate candidate) {
    Duration before = budget.used();
    Trial trial = trials.open(candidate);
    opening = budget.used().minus(before);
    return trial;
  }

  /** Whether there is time to open a candidate and to measure a pair. */
  private boolean allows(PairedComparison duel, double share) {
    return budget.allows(opening.plus(duel.cost(1)), share);
  }

  private Duration block(Sample sample) {
    Duration time = limits.time();
    Duration usual = least(time.dividedBy(BLOCK_PART), LONG_BLOCK);
    Duration enough =
        least(
            Duration.ofNanos((long) (RESULTS_OF_BLOCK / sample.fps() * 1e9)),
            time.dividedBy(LONGEST_BLOCK_PART));
    return most(SHORTEST_BLOCK, most(usual, enough));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration most(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The start against a twin that is compiled anew, as challengers are. */
  private void calibrate(CandidatePool field, PairedComparison duel) {
    if (budget.isStopped()) {
      return;
    }
    listener.phase("measuring the noise");
    try (Trial twin = open(field.best())) {
      duel.calibrate(field.trial(), twin, NOISE_PAIRS, CALIBRATED);
    }
  }

  /** A start that computes too roughly gives way to one that doesn't, whatever that costs. */
  private void requireAgreement(CandidatePool field) {
    boolean canTurn =
        space.positions().getOrDefault(Parameter.PRECISION, List.of()).contains(EXACT);
    if (!canTurn || budget.isStopped() || field.agrees()) {
      return;
    }
    Candidate exact = field.best().with(Parameter.PRECISION, EXACT);
    field
        .open(exact)
        .ifPresent(
            trial -> {
              if (field.isNew(exact) && field.isOther(trial)) {
                field.promote(exact, trial, field.sample());
              } else {
                trial.close();
              }
            });
  }

  private TuneOutcome conclude(
      Candidate start,
      CandidatePool field,
      PairedComparison duel,
      List<AblationResult> gains,
      boolean complete) {
    if (budget.isStopped() || field.best().equals(start)) {
      return outcome(start, field, Optional.empty(), gains, complete);
    }
    listener.phase("measuring the best against the start");
    try (Trial first = open(start)) {
      ComparisonResult verdict = duel.compare(first, field.trial(), LAST_PAIRS, ALL);
      boolean fair = isKept(verdict.incumbent()) || !isKept(verdict.challenger());
      if (fair && !verdict.isGain() && field.agreesWith(start, first)) {
        return new TuneOutcome(
            start,
            start,
            first.settled(),
            Optional.of(verdict),
            verdict.incumbent(),
            isKept(verdict.incumbent()),
            List.of(),
            Math.expm1(noise.ofPair()),
            field.tried(),
            field.refused(),
            budget.used(),
            end(complete));
      }
      field.seen(verdict.challenger());
      return outcome(start, field, Optional.of(verdict), gains, complete);
    }
  }

  private TuneOutcome outcome(
      Candidate start,
      CandidatePool field,
      Optional<ComparisonResult> comparison,
      List<AblationResult> gains,
      boolean complete) {
    return new TuneOutcome(
        start,
        field.best(),
        field.trial().settled(),
        comparison,
        field.sample(),
        isKept(field.sample()),
        gains,
        Math.expm1(noise.ofPair()),
        field.tried(),
        field.refused(),
        budget.used(),
        end(complete));
  }

  private boolean isKept(Sample sample) {
    return goal.isKept(List.of(sample));
  }

  private TuneOutcome.End end(boolean complete) {
    if (budget.isStopped()) {
      return TuneOutcome.End.STOPPED;
    }
    return complete ? TuneOutcome.End.COMPLETE : TuneOutcome.End.TIME;
  }
}
