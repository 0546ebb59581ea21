package sluice.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.app.tune.TuneJob;
import sluice.app.tune.TuneProgress;
import sluice.app.tune.TuneReport;
import sluice.app.tune.TuneSettings;
import sluice.tune.AblationResult;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;

/** Fake search job: records its settings and returns a given result. */
public final class FakeTune implements TuneJob {
  public static final Candidate START =
      new Candidate(
          Map.of(Parameter.HINT, "latency", Parameter.REQUESTS, "1", Parameter.PREFETCH, "2"));
  public static final Candidate BEST =
      new Candidate(
          Map.of(Parameter.HINT, "throughput", Parameter.PINNING, "no", Parameter.PREFETCH, "4"));

  public final List<TuneSettings> asked = new ArrayList<>();
  public TuneReport report = report(BEST, Optional.of(verdict(0.5)), true);
  Runnable whileRunning = () -> {};
  public int stops;

  /** A result with two gains, of which one is noise. */
  public static TuneReport report(
      Candidate best, Optional<ComparisonResult> comparison, boolean goalKept) {
    List<AblationResult> gains =
        best.equals(START)
            ? List.of()
            : List.of(
                new AblationResult(Parameter.HINT, "latency", "throughput", 1.512, 0.02, true),
                new AblationResult(Parameter.PINNING, "", "no", 1.03, 0.04, false));
    TuneOutcome outcome =
        new TuneOutcome(
            START,
            best,
            best.with(Parameter.STREAMS, 2),
            comparison,
            new Sample(98.76, 45.67),
            goalKept,
            gains,
            0.043,
            17,
            List.of(new RejectedCandidate(best.with(Parameter.STREAMS, 9), "too many")),
            Duration.ofMillis(178_900),
            comparison.isPresent() ? TuneOutcome.End.COMPLETE : TuneOutcome.End.STOPPED);
    return new TuneReport(
        outcome,
        "sluice.models.m {\n  hint = throughput\n}\n",
        List.of("-m", "my model.xml", "--hint", "throughput", "--prefetch", "4"));
  }

  public static ComparisonResult verdict(double advantage) {
    return new ComparisonResult(advantage, 0.01, 5, new Sample(60, 30), new Sample(98.76, 45.67));
  }

  @Override
  public TuneReport run(TuneSettings settings, TuneProgress progress) {
    asked.add(settings);
    progress.phase("measuring the start");
    progress.best(START, new Sample(60, 30));
    progress.tried(BEST, verdict(0.5));
    whileRunning.run();
    return report;
  }

  @Override
  public void stop() {
    stops++;
  }
}
