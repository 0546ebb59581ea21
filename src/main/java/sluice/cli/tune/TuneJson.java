package sluice.cli.tune;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import sluice.app.tune.TuneReport;
import sluice.app.tune.TuneSettings;
import sluice.json.JsonText;
import sluice.json.Naming;
import sluice.tune.AblationResult;
import sluice.tune.ComparisonResult;
import sluice.tune.Objective;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;

/**
 * What a search found as one JSON object, as {@code src/docs/tune.md} describes it: the components
 * are its members. What was not measured is left out, and so are parameters that are left to the
 * device.
 */
record TuneJson(
    String model,
    Objective.Aim aim,
    OptionalDouble limit,
    TuneOutcome.End end,
    double seconds,
    int tried,
    double noise,
    boolean limitKept,
    Map<Parameter, String> start,
    Map<Parameter, String> best,
    Map<Parameter, String> settled,
    Optional<Comparison> comparison,
    Sample measured,
    List<AblationResult> gains,
    List<Refused> refused,
    String block,
    List<String> flags) {
  /** Significant digits: more than any of this is worth. */
  private static final MathContext DIGITS = new MathContext(6);

  /** The object, indented, ended by a line feed. */
  static String of(TuneReport report, TuneSettings settings) {
    TuneOutcome outcome = report.outcome();
    TuneJson json =
        new TuneJson(
            settings.modelName(),
            settings.goal().aim(),
            settings.goal().limit(),
            outcome.end(),
            outcome.time().toMillis() / 1000.0,
            outcome.tried(),
            outcome.noise(),
            outcome.goalKept(),
            outcome.start().chosen(),
            outcome.best().chosen(),
            outcome.settled().chosen(),
            outcome.comparison().map(Comparison::of),
            outcome.sample(),
            outcome.gains(),
            outcome.refused().stream().map(Refused::of).toList(),
            report.block(),
            report.flags());
    return JsonText.indented(json, Naming.SNAKE, value -> new BigDecimal(value, DIGITS));
  }

  record Comparison(double ratio, double noise, int pairs, Sample start, Sample best) {
    static Comparison of(ComparisonResult result) {
      return new Comparison(
          result.ratio(), result.noise(), result.pairs(), result.incumbent(), result.challenger());
    }
  }

  record Refused(Map<Parameter, String> candidate, String reason) {
    static Refused of(RejectedCandidate refusal) {
      return new Refused(refusal.candidate().chosen(), refusal.reason());
    }
  }
}
