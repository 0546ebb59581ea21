package sluice.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.app.StreamSystem;
import sluice.app.model.ConfiguredModel;
import sluice.bench.BenchMode;
import sluice.bench.Interval;
import sluice.bench.MeasureSettings;
import sluice.bench.MeasuredMode;
import sluice.bench.Measurement;
import sluice.bench.StreamsMeasurer;
import sluice.bench.StreamsResult;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.LatencyStage;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.testing.BrightClip;
import sluice.testing.TestModel;
import sluice.testing.TinySsd;

/** Each way of putting frames through a model, on a real device; for errors, not for speed. */
@Timeout(60)
@Tag("alone")
class BenchModelIT {
  /** More than one pass over the clip. */
  private static final int FRAMES = 50;

  /** Of what a device is busy with when there is nothing beside it. */
  private static final Set<LatencyStage> ALONE =
      Set.of(LatencyStage.REQUEST_WAIT, LatencyStage.INFERENCE, LatencyStage.END_TO_END);

  /** Every stream has results within it on a machine that stands still for a second, too. */
  private static final Duration ENOUGH = Duration.ofSeconds(2);

  private static final MeasureSettings SHORT =
      new MeasureSettings(
          Duration.ofMillis(20), Duration.ofMillis(300), Duration.ofMillis(100), FRAMES);

  @TempDir Path folder;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final long nativeBytes = NativeMemory.bytes();

  @AfterEach
  void nothingIsLeft() {
    assertThat(FrameLedger.openInProcess()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(nativeBytes);
  }

  private static ConfiguredModel settings(Path model, OptionalInt requests) {
    return TestModel.unnamed()
        .overrides(ModelOverrides.NONE.threshold(0.05))
        .requests(requests)
        .properties(Map.of("INFERENCE_PRECISION_HINT", "f32"))
        .of(model);
  }

  private BenchInput input() {
    return input(BrightClip.write(folder, "clip.mkv", 30));
  }

  private static BenchInput input(Path clip) {
    return BenchInput.open(clip.toString(), (frames, all) -> {}, () -> false);
  }

  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void everyMode_findsObjectsOfEachFrame_andLeavesNothingOpen(BenchMode mode) {
    BenchInput input = input();
    try (StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(settings(TinySsd.write(folder), OptionalInt.empty()), input, streams)) {
      MeasuredMode measured = model.measure(mode, 2, 3, SHORT, cancelled);

      assertThat(model.leasedTensors()).isZero();
      Measurement figures = measured.measurement();
      assertThat(figures.mode()).isEqualTo(mode);
      assertThat(figures.repeat()).isEqualTo(2);
      assertThat(figures.order()).isEqualTo(3);
      assertThat(figures.frames()).isPositive();
      assertThat(figures.seconds()).isGreaterThanOrEqualTo(0.3);
      assertThat(figures.cpuSecondsPerFrame()).isPositive();
      assertThat(figures.starvedShare()).isBetween(0.0, 1.0);
      assertThat(figures.intervals()).hasSize(3);
      assertThat(figures.intervals().getLast().end()).isEqualTo(figures.seconds());
      assertThat(resultsOf(figures.intervals())).isEqualTo(figures.frames());
      for (LatencyStage stage : LatencyStage.values()) {
        boolean has = mode.isEndToEnd() || ALONE.contains(stage);
        assertThat(figures.latencies().get(stage).count()).isEqualTo(has ? figures.frames() : 0);
      }
      assertThat(figures.detectionFrames()).isEqualTo(mode.isEndToEnd() ? FRAMES : 0);
      assertThat(figures.detections()).isEqualTo(3 * figures.detectionFrames());
      for (int n = 0; n < measured.sightings().frames().size(); n++) {
        double brightness =
            measured.sightings().frames().get(n).stream()
                .filter(found -> found.labelId() == TinySsd.LEFT)
                .findFirst()
                .orElseThrow()
                .confidence();
        assertThat(BrightClip.number(brightness)).isEqualTo(n % BrightClip.PERIOD);
      }
    }
  }

  private static long resultsOf(List<Interval> intervals) {
    double results = 0;
    double start = 0;
    for (Interval interval : intervals) {
      results += interval.fps() * (interval.end() - start);
      start = interval.end();
    }
    return Math.round(results);
  }

  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void modesInTurn_onOneRequest_findTheSame(BenchMode mode) {
    BenchInput input = input();
    try (StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(settings(TinySsd.write(folder), OptionalInt.of(1)), input, streams)) {
      List<MeasuredMode> measured = new ArrayList<>();
      measured.add(model.measure(BenchMode.SYNC, 1, 1, SHORT, cancelled));
      measured.add(model.measure(mode, 1, 2, SHORT, cancelled));

      if (mode.isEndToEnd()) {
        assertThat(measured.get(1).sightings().differenceTo(measured.get(0).sightings())).isEmpty();
      }
      assertThat(model.leasedTensors()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void deviceFailure_endsTheMeasurement_withItsMessage(BenchMode mode) {
    // Those that go round in infer-only are the first ones of the clip.
    BenchInput input =
        mode == BenchMode.INFER_ONLY
            ? input(
                BrightClip.of()
                    .painted((n, x, y) -> n == 1 ? 0xF0F0F0 : 0)
                    .write(folder.resolve("flash.mkv"), 30))
            : input();
    try (StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(
                settings(TinySsd.failing(folder), OptionalInt.empty()), input, streams)) {

      assertThatThrownBy(() -> model.measure(mode, 1, 1, SHORT, cancelled))
          .isInstanceOfSatisfying(
              SluiceException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.DEVICE));
      assertThat(model.leasedTensors()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(BenchMode.class)
  void whenItIsStopped_theMeasurementEnds(BenchMode mode) {
    BenchInput input = input();
    cancelled.complete(null);
    try (StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(settings(TinySsd.write(folder), OptionalInt.empty()), input, streams)) {

      assertThatThrownBy(() -> model.measure(mode, 1, 1, SHORT, cancelled))
          .isInstanceOf(CancellationException.class);
      assertThat(model.leasedTensors()).isZero();
    }
  }

  @Test
  void concurrentStreams_allProgress_withoutDrops() {
    BenchInput input = input();
    try (StreamSystem streams = StreamSystem.start();
        BenchModel model =
            BenchModel.open(settings(TinySsd.write(folder), OptionalInt.empty()), input, streams)) {
      StreamsMeasurer measurer = new StreamsMeasurer(model.subject(), cancelled);

      StreamsResult free =
          measurer.measure(3, OptionalDouble.empty(), Duration.ofMillis(100), ENOUGH);
      StreamsResult paced =
          measurer.measure(2, OptionalDouble.of(50), Duration.ofMillis(100), ENOUGH);

      assertThat(free.streams()).hasSize(3).allMatch(stream -> stream.results() > 0);
      assertThat(free.dropped()).isZero();
      assertThat(paced.streams()).hasSize(2).allMatch(stream -> stream.results() > 0);
      assertThat(paced.streams())
          .allMatch(stream -> stream.results() + stream.dropped() <= 50 * paced.seconds() + 2);
      assertThat(model.leasedTensors()).isZero();
    }
  }
}
