package sluice.cli.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sluice.app.tune.TuneReport;
import sluice.app.tune.TuneSettings;
import sluice.cli.FakeTune;
import sluice.core.scene.SceneSettings;
import sluice.testing.GoldenText;
import sluice.testing.TestModel;
import sluice.tune.AblationResult;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Objective;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;

class TuneJsonTest {

  @Test
  void aWholeSearch_hasEveryMember() {
    Candidate best = FakeTune.BEST.with(Parameter.FILES, "FP16-INT8");
    TuneOutcome outcome =
        new TuneOutcome(
            FakeTune.START,
            best,
            best.with(Parameter.STREAMS, 2),
            Optional.of(
                new ComparisonResult(
                    0.5, 0.01, 5, new Sample(60, 1.0 / 3), new Sample(98.76, 1e-7))),
            new Sample(12_345_678, 0.1 + 0.2),
            false,
            List.of(
                new AblationResult(Parameter.HINT, "latency", "throughput", 1.512, 0.02, true),
                new AblationResult(Parameter.PINNING, "", "no", 1, 0, false)),
            0.0434343434,
            17,
            List.of(
                new RejectedCandidate(best, "too \"many\""),
                new RejectedCandidate(Candidate.open(), "none")),
            Duration.ofNanos(178_999_999_999L),
            TuneOutcome.End.TIME);
    TuneReport report =
        new TuneReport(outcome, "sluice.models.m {\n}\n", List.of("-m", "my model.xml"));

    assertThat(TuneJson.of(report, settings(Objective.throughput(OptionalDouble.of(100.0 / 3)))))
        .isEqualTo(golden("complete"));
  }

  @Test
  void aStoppedSearch_hasNoComparison() {
    TuneOutcome outcome =
        new TuneOutcome(
            Candidate.open(),
            Candidate.open(),
            Candidate.open(),
            Optional.empty(),
            new Sample(60, 30),
            true,
            List.of(),
            0,
            0,
            List.of(),
            Duration.ZERO,
            TuneOutcome.End.STOPPED);

    assertThat(
            TuneJson.of(
                new TuneReport(outcome, "", List.of()),
                settings(Objective.latency(OptionalDouble.empty()))))
        .isEqualTo(golden("stopped"));
  }

  private static String golden(String name) {
    return GoldenText.of(TuneJsonTest.class, name + ".json");
  }

  private static TuneSettings settings(Objective goal) {
    return new TuneSettings(
        "v.mp4",
        "person-detection-0202",
        TestModel.unnamed().of(Path.of("m")),
        SceneSettings.NONE,
        List.of(),
        Map.of(),
        goal,
        Duration.ofMinutes(3),
        0.95);
  }
}
