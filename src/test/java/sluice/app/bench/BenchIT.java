package sluice.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.FirstInference;
import sluice.bench.FirstInference.Cache;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.PixelSize;
import sluice.core.model.ModelOverrides;
import sluice.core.scene.SceneSettings;
import sluice.testing.MakerModels;
import sluice.testing.TestModel;

/** A short benchmark of the built-in model on the demo: for errors, not for speed. */
@Timeout(120)
class BenchIT {
  private static final String CLIP = "demo:seconds=2,size=320x180";

  private final BenchRun run = new BenchRun(Duration.ofMillis(300));
  private final Steps steps = new Steps();
  private final long nativeBytes = NativeMemory.bytes();

  /** Keeps what it hears; may stop the run at a step. */
  private final class Steps implements BenchProgress {
    private final List<String> heard = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private String stopAt = "never";

    @Override
    public void drawing(int frames, int all) {}

    @Override
    public void step(int done, int all, String what) {
      assertThat(done).isEqualTo(heard.size()).isLessThan(all);
      heard.add(what);
      if (what.equals(stopAt)) {
        run.stop();
      }
    }

    @Override
    public synchronized void reported(String line) {
      reported.add(line);
    }
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(FrameLedger.openInProcess()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(nativeBytes);
  }

  private static BenchSettings settings(
      String input, Duration duration, Optional<String> autoLogLevel) {
    return settings(input, duration, autoLogLevel, SceneSettings.NONE);
  }

  private static BenchSettings settings(
      String input, Duration duration, Optional<String> autoLogLevel, SceneSettings scene) {
    ConfiguredModel model =
        TestModel.unnamed()
            .overrides(ModelOverrides.NONE.threshold(ModelSource.BuiltIn.THRESHOLD))
            .of(new ModelSource.BuiltIn(Optional.of(new PixelSize(320, 180))));
    return new BenchSettings(
        List.of("sluice", "bench"),
        input,
        model,
        scene,
        List.of(),
        List.of(BenchMode.values()),
        duration,
        2,
        Duration.ofMillis(100),
        autoLogLevel);
  }

  private static BenchSettings settings() {
    return settings(CLIP, Duration.ofMillis(300), Optional.empty());
  }

  @Test
  void streamsThatFollowObjects_findWhatTheOtherModesFind() {
    SceneSettings followed = SceneSettings.of(List.of(), List.of());

    BenchResult result =
        run.modes(settings(CLIP, Duration.ofMillis(300), Optional.empty(), followed), steps);

    assertThat(result.modes()).allSatisfy(mode -> assertThat(mode.wrong()).isEmpty());
    assertThat(result.environment()).containsEntry("objects of streams", "followed");
  }

  @Test
  void streamsThatAskASecondModel_findWhatTheOtherModesFind() {
    BenchSettings plain =
        settings(CLIP, Duration.ofMillis(300), Optional.empty(), MakerModels.classified());

    BenchResult result =
        run.modes(
            new BenchSettings(
                plain.command(),
                plain.input(),
                plain.model(),
                plain.scene(),
                List.of(MakerModels.classifier()),
                plain.modes(),
                plain.duration(),
                plain.repeats(),
                plain.interval(),
                plain.autoLogLevel()),
            steps);

    assertThat(result.modes()).allSatisfy(mode -> assertThat(mode.wrong()).isEmpty());
    assertThat(result.environment())
        .containsEntry("objects of streams", "followed, and asked of second");
  }

  @Test
  void everyMode_isMeasuredInTurn_andFindsTheSame() {
    BenchResult result = run.modes(settings(), steps);

    assertThat(result.modes()).extracting(ModeSummary::mode).containsExactly(BenchMode.values());
    assertThat(result.modes())
        .allSatisfy(
            mode -> {
              assertThat(mode.fps()).isPositive();
              assertThat(mode.wrong()).isEmpty();
              assertThat(mode.ofInferOnly()).isPresent();
              assertThat(mode.measurements()).hasSize(2);
            });
    assertThat(
            result.modes().stream()
                .filter(mode -> mode.mode().isEndToEnd())
                .flatMap(mode -> mode.measurements().stream())
                .flatMap(each -> Stream.of(each.detectionFrames()))
                .distinct())
        .hasSize(1)
        .allMatch(frames -> frames > 0);
    assertThat(result.modes().getFirst().measurements())
        .extracting(each -> each.order())
        .containsExactly(1, 5);
    assertThat(result.limit().orElseThrow()).isPositive();
    assertThat(result.environment())
        .containsEntry("device", "CPU")
        .containsEntry("runs on", "CPU")
        .containsKeys("openvino", "processor", "requests", "decode, ms CPU a frame");
    assertThat(steps.heard).hasSize(1 + 5 + 10);
    assertThat(steps.reported).hasSize(10);
  }

  @Test
  void stoppedMeasurement_returnsResultsSoFar() {
    steps.stopAt = "queue, repeat 1 of 2";

    BenchResult result = run.modes(settings(), steps);

    assertThat(result.modes())
        .extracting(ModeSummary::mode)
        .containsExactly(BenchMode.SYNC, BenchMode.ASYNC);
    assertThat(result.limit()).isEmpty();
  }

  @Test
  void stopBeforeDemoIsDrawn_isReported() {
    run.stop();
    BenchSettings settings =
        settings(
            "demo:seconds=1,size=64x64,seed=" + System.nanoTime() % 1_000_000,
            Duration.ofSeconds(1),
            Optional.empty());

    assertThatThrownBy(() -> run.modes(settings, steps)).isInstanceOf(CancellationException.class);
  }

  @Test
  void streams_shareTheModel() {
    WithEnvironment<StreamsResult> result = run.streams(settings(), 2, steps);

    assertThat(result.result().streams()).hasSize(2).allMatch(stream -> stream.results() > 0);
    assertThat(result.result().dropped()).isZero();
    assertThat(result.environment()).containsKey("requests");
  }

  @Test
  void streamSearch_endsAtFirstCountThatDropsFrames() {
    BenchSettings settings = settings(CLIP, Duration.ofSeconds(1), Optional.empty());
    MostStreams result = run.mostStreams(settings, 2000, steps).result();

    assertThat(result.complete()).isTrue();
    assertThat(result.most()).isZero();
    assertThat(result.trials()).hasSize(1);
    assertThat(result.trials().getFirst().kept()).isFalse();
  }

  @Test
  void firstInferences_areTimedOnEachDeviceAndAuto_withAndWithoutTheCache() {
    List<FirstInference> rows =
        run.firstInferences(settings(CLIP, Duration.ofSeconds(1), Optional.of("LOG_INFO")), steps)
            .result();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(6);
    assertThat(rows).extracting(FirstInference::device).contains("CPU", "AUTO");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.failure()).isEmpty();
              FirstInference.Times times = row.times().orElseThrow();
              assertThat(times.compileMs()).isPositive();
              assertThat(times.firstInferenceMs()).isPositive();
              assertThat(times.loadedFromCache()).isEqualTo(row.cache() == Cache.USED);
              assertThat(times.executionDevicesBefore()).isNotEmpty();
              assertThat(times.executionDevicesAfter()).isNotEmpty();
            });
    assertThat(steps.reported).anyMatch(line -> line.contains("AUTO"));
  }
}
