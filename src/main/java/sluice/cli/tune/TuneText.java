package sluice.cli.tune;

import java.util.List;
import sluice.app.tune.TuneReport;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.util.ShellWords;
import sluice.tune.AblationResult;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Objective;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;

/** What a search found as lines of text; numbers are the same in every locale. */
final class TuneText {
  private TuneText() {}

  /** The lines, each ended by a line feed. */
  static String of(TuneReport report, Objective goal) {
    TuneOutcome outcome = report.outcome();
    StringBuilder text = new StringBuilder();
    text.append(
        "tried %d settings in %s s, %s; a pair of measurements scatters by %s %%\n"
            .formatted(
                outcome.tried(),
                DecimalFormats.one(outcome.time().toMillis() / 1000.0),
                end(outcome.end()),
                DecimalFormats.one(outcome.noise() * 100)));
    text.append(comparison(outcome, goal));
    if (!outcome.goalKept()) {
      text.append("none of them keeps ").append(bound(goal)).append("; this one comes nearest\n");
    }
    if (!outcome.gains().isEmpty()) {
      text.append('\n').append(gains(outcome.gains()));
    }
    text.append("\nfor the service (conf/application.conf):\n\n").append(report.block());
    return text.append("\nfor one video:\n\n  sluice detect VIDEO ")
        .append(ShellWords.join(report.flags()))
        .append('\n')
        .toString();
  }

  private static String end(TuneOutcome.End end) {
    return switch (end) {
      case COMPLETE -> "until nothing was left to try";
      case TIME -> "until the time was over";
      case STOPPED -> "until it was stopped";
    };
  }

  private static String comparison(TuneOutcome outcome, Objective goal) {
    if (outcome.comparison().isEmpty()) {
      return (outcome.best().equals(outcome.start())
              ? "the start is the best so far: "
              : "the best so far, not measured against the start again: ")
          + sample(outcome.sample())
          + "\n";
    }
    ComparisonResult verdict = outcome.comparison().get();
    if (outcome.best().equals(outcome.start())) {
      return "nothing is better than the start beyond the noise: "
          + sample(verdict.incumbent())
          + "\n";
    }
    return "start %s\nbest  %s\n%s\n"
        .formatted(
            sample(verdict.incumbent()), sample(verdict.challenger()), verdict(verdict, goal));
  }

  private static String verdict(ComparisonResult verdict, Objective goal) {
    String what = goal.aim() == Objective.Aim.THROUGHPUT ? "frames a second" : "as soon";
    return verdict.isGain()
        ? "%s times %s (noise %s)"
            .formatted(
                DecimalFormats.two(verdict.ratio()), what, DecimalFormats.two(verdict.noise()))
        : "within the noise, but it keeps the bound";
  }

  private static String sample(Sample sample) {
    return "%s fps, nine in ten results within %s ms"
        .formatted(DecimalFormats.one(sample.fps()), DecimalFormats.one(sample.latencyMsP90()));
  }

  private static String bound(Objective goal) {
    return goal.aim() == Objective.Aim.THROUGHPUT
        ? DecimalFormats.one(goal.limit().orElse(0)) + " ms"
        : DecimalFormats.one(goal.limit().orElse(0)) + " fps";
  }

  private static String gains(List<AblationResult> gains) {
    TextTable table = new TextTable(3);
    table.row(List.of("choice", "from", "to", "brings", "noise"));
    for (AblationResult gain : gains) {
      table.row(
          List.of(
              gain.choice().wireName(),
              word(gain.from()),
              word(gain.to()),
              gain.beyondNoise() ? percent(gain.ratio() - 1) : "no more than noise",
              percent(gain.noise())));
    }
    return table.render();
  }

  private static String word(String value) {
    return value.equals(Candidate.OPEN) ? "device's" : value;
  }

  private static String percent(double share) {
    return DecimalFormats.one(share * 100) + " %";
  }
}
