package sluice.app.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.Configuration;
import sluice.app.StreamSystem;
import sluice.app.bench.BenchInput;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.config.binding.ConfigResult;
import sluice.config.settings.ModelConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.scene.SceneSettings;
import sluice.testing.BrightClip;
import sluice.testing.LatencyHintStart;
import sluice.testing.MakerModels;
import sluice.testing.TinySsd;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Objective;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.Trial;
import sluice.tune.TuneOutcome;
import sluice.video.OpenMedia;

/** A short search with the real thing: that it goes through, not that it finds the best. */
@Timeout(180)
@Tag("alone")
class TuneIT {
  private static final String BUILT_IN = "person-detection-hog";

  /** For some trials; shares of it are measured. */
  private static final Duration LONG = Duration.ofSeconds(40);

  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir Path temp;
  private final TuneRecorder recorder = new TuneRecorder();

  private static TuneSettings settings(
      String input, String name, ModelSource source, Duration time) {
    ConfiguredModel start = LatencyHintStart.of(source);
    return new TuneSettings(
        input,
        name,
        start,
        SceneSettings.NONE,
        List.of(),
        Map.of(),
        Objective.throughput(OptionalDouble.empty()),
        time,
        0.9);
  }

  private ModelConfig read(TuneReport report, String name) throws IOException {
    Path file = Files.writeString(temp.resolve("application.conf"), report.block());
    ConfigResult<ServiceConfig> reading = Configuration.reader().read(file);
    assertThat(reading).as("%s", reading).isInstanceOf(ConfigResult.Fine.class);
    assertThat(((ConfigResult.Fine<ServiceConfig>) reading).value().models()).containsKey(name);
    return ((ConfigResult.Fine<ServiceConfig>) reading).value().models().get(name);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(OpenMedia.pictures()).isZero();
  }

  @Test
  void stoppedTune_returnsBestSoFar_andItsBlockIsValid() throws IOException {
    TuneRun run = new TuneRun();
    Path model = TinySsd.write(temp);
    Path clip = BrightClip.write(temp, "clip.mkv", 60);
    recorder.onTried =
        () -> {
          if (recorder.tried == 3) {
            run.stop();
          }
        };

    TuneReport report =
        run.run(
            settings(clip.toString(), model.toString(), new ModelSource.File(model), LONG),
            recorder);

    TuneOutcome outcome = report.outcome();
    assertThat(outcome.end()).isEqualTo(TuneOutcome.End.STOPPED);
    assertThat(outcome.tried()).isEqualTo(3);
    assertThat(outcome.sample().fps()).isPositive();
    assertThat(outcome.sample().latencyMsP90()).isPositive();
    assertThat(recorder.best.getFirst().get(Parameter.REQUESTS)).isEqualTo("1");
    assertThat(recorder.best.getLast()).isEqualTo(outcome.best());
    assertThat(outcome.settled().number(Parameter.STREAMS)).isPresent();
    assertThat(outcome.settled().number(Parameter.THREADS)).isPresent();
    assertThat(outcome.settled().get(Parameter.PINNING)).isIn("yes", "no");
    ModelConfig config = read(report, "tiny-ssd");
    assertThat(config.model()).isEqualTo(model.toString());
    assertThat(config.hint().name()).isEqualToIgnoringCase(outcome.best().get(Parameter.HINT));
    assertThat(config.requests()).isEqualTo(outcome.best().number(Parameter.REQUESTS));
    assertThat(report.flags()).startsWith("-m", model.toString(), "--threshold", "0.5", "--hint");
  }

  @Test
  void tune_ofBuiltInModel_endsWithItsTime() throws IOException {
    TuneReport report =
        new TuneRun()
            .run(
                settings(
                    "demo:seconds=2,size=320x180",
                    BUILT_IN,
                    new ModelSource.BuiltIn(Optional.empty()),
                    SHORT),
                recorder);

    assertThat(report.outcome().end()).isEqualTo(TuneOutcome.End.TIME);
    assertThat(report.outcome().sample().fps()).isPositive();
    assertThat(read(report, BUILT_IN).model()).isEqualTo(BUILT_IN);
  }

  @Test
  void trialsWithASecondModel_findWhatTheyFindWithout() {
    TuneSettings plain =
        settings("demo:", BUILT_IN, new ModelSource.BuiltIn(Optional.empty()), SHORT);
    TuneParameters parameters =
        new TuneParameters(
            new TuneSettings(
                plain.input(),
                plain.modelName(),
                plain.model(),
                MakerModels.classified(),
                List.of(MakerModels.classifier()),
                plain.files(),
                plain.goal(),
                plain.time(),
                plain.leastAgreement()));
    BenchInput input =
        BenchInput.open("demo:seconds=2,size=320x180", (frames, all) -> {}, () -> false);
    try (StreamSystem streams = StreamSystem.start();
        Trial trial =
            new DeviceTrials(parameters, input, streams)
                .open(parameters.start().with(Parameter.PRECISION, "f32"))) {
      assertThat(trial.agreement()).isEqualTo(1);
      assertThat(trial.measure(Duration.ofMillis(200)).fps()).isPositive();
    }
  }

  @Test
  void fp32Detections_agreeWithThemselves() {
    TuneParameters parameters =
        new TuneParameters(
            settings("demo:", BUILT_IN, new ModelSource.BuiltIn(Optional.empty()), SHORT));
    BenchInput input =
        BenchInput.open("demo:seconds=2,size=320x180", (frames, all) -> {}, () -> false);
    try (StreamSystem streams = StreamSystem.start();
        Trial trial =
            new DeviceTrials(parameters, input, streams)
                .open(parameters.start().with(Parameter.PRECISION, "f32"))) {
      assertThat(trial.settled().get(Parameter.PRECISION)).isEqualTo("f32");
      assertThat(trial.agreement()).isEqualTo(1);
    }
  }

  private static final class TuneRecorder implements TuneProgress {
    private final List<Candidate> best = new ArrayList<>();
    private Runnable onTried = () -> {};
    private int tried;

    @Override
    public void drawing(int frames, int all) {}

    @Override
    public void phase(String words) {}

    @Override
    public void tried(Candidate candidate, ComparisonResult verdict) {
      tried++;
      onTried.run();
    }

    @Override
    public void refused(RejectedCandidate refusal) {}

    @Override
    public void best(Candidate candidate, Sample sample) {
      best.add(candidate);
    }
  }
}
