package sluice.app;

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
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.ModelConfig;
import sluice.config.Reading;
import sluice.config.ServiceConfig;
import sluice.core.ModelWishes;
import sluice.tune.Candidate;
import sluice.tune.Goal;
import sluice.tune.Knob;
import sluice.tune.Refusal;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;
import sluice.tune.Verdict;
import sluice.video.OpenMedia;

/** A short search with the real thing: that it goes through, not that it finds the best. */
@Timeout(120)
class TuneIT {
  private static final Duration TIME = Duration.ofSeconds(8);

  /** A compilation and a measurement that were begun in time, on a busy machine. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  @TempDir Path temp;

  private static TuneSettings settings(String input, String name, ModelSource source) {
    ModelSettings start =
        new ModelSettings(
            source,
            ModelWishes.NONE.threshold(0.5),
            Optional.empty(),
            "CPU",
            ModelSettings.Hint.LATENCY,
            OptionalInt.of(1),
            OptionalInt.empty(),
            OptionalInt.empty(),
            ModelSettings.DEFAULT_PREFETCH,
            Map.of());
    return new TuneSettings(
        input, name, start, Map.of(), Goal.throughput(OptionalDouble.empty()), TIME, 0.9);
  }

  private ModelConfig read(TuneReport report) throws IOException {
    Path file = Files.writeString(temp.resolve("application.conf"), report.block());
    Reading<ServiceConfig> reading = Configuration.reader().read(file);
    assertThat(reading).as("%s", reading).isInstanceOf(Reading.Fine.class);
    return ((Reading.Fine<ServiceConfig>) reading).value().models().values().iterator().next();
  }

  @Test
  void theBuiltInModel_isTunedInTime_andTheBlockCanBePasted() throws IOException {
    Heard heard = new Heard();
    long start = System.nanoTime();

    TuneReport report =
        new TuneRun()
            .run(
                settings(
                    "demo:seconds=2,size=320x180",
                    "person-detection-hog",
                    new ModelSource.BuiltIn(Optional.empty())),
                heard);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.plus(GRACE));
    assertThat(report.outcome().tried()).isPositive();
    assertThat(report.outcome().sample().fps()).isPositive();
    assertThat(report.outcome().settled().number(Knob.STREAMS)).isPresent();
    ModelConfig config = read(report);
    assertThat(config.name()).isEqualTo("person-detection-hog");
    assertThat(config.model()).isEqualTo("person-detection-hog");
    assertThat(heard.best.getFirst().get(Knob.REQUESTS)).isEqualTo("1");
    assertThat(OpenMedia.pictures()).isZero();
  }

  @Test
  void stopped_itEndsWithTheBestSoFar() throws IOException {
    TuneRun run = new TuneRun();
    Path model = TinySsd.write(temp);
    Path clip = BrightClip.write(temp, "clip.mkv", 60);
    Heard heard = new Heard();
    heard.onTried = run::stop;

    TuneReport report =
        run.run(settings(clip.toString(), model.toString(), new ModelSource.File(model)), heard);

    assertThat(report.outcome().end()).isEqualTo(TuneOutcome.End.STOPPED);
    assertThat(report.outcome().tried()).isOne();
    assertThat(read(report).model()).isEqualTo(model.toString());
    assertThat(OpenMedia.pictures()).isZero();
  }

  private static final class Heard implements TuneProgress {
    private final List<Candidate> best = new ArrayList<>();
    private Runnable onTried = () -> {};

    @Override
    public void drawing(int frames, int all) {}

    @Override
    public void phase(String words) {}

    @Override
    public void tried(Candidate candidate, Verdict verdict) {
      onTried.run();
    }

    @Override
    public void refused(Refusal refusal) {}

    @Override
    public void best(Candidate candidate, Sample sample) {
      best.add(candidate);
    }
  }
}
