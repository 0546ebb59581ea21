package sluice.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.CameraFootprint;
import sluice.bench.CameraRate;
import sluice.bench.CameraRound;
import sluice.bench.CameraTrial;
import sluice.bench.CameraVariant;
import sluice.bench.CamerasResult;
import sluice.bench.CpuStage;
import sluice.bench.CpuUse;
import sluice.bench.FirstInference;
import sluice.bench.FirstInference.Cache;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamRate;
import sluice.bench.StreamsResult;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.metrics.LatencySummary;

/** Results of benchmarks with fixed numbers. */
public final class BenchResults {
  private BenchResults() {}

  /** Sync and infer-only in two repeats, and a queue that finds too little. */
  static BenchResult ofModes() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("processor", "a fast one");
    environment.put("input", "people.mp4, 640x360, 25.00 fps");
    environment.put("property CACHE_MODE", "OPTIMIZE_SPEED");
    return new BenchResult(
        Instant.EPOCH,
        List.of("sluice", "bench"),
        environment,
        List.of(
            summary(BenchMode.SYNC, 50, 0.5, Optional.empty()),
            summary(BenchMode.QUEUE, 90, 0.9, Optional.of("finds 3 objects, not 5")),
            summary(BenchMode.INFER_ONLY, 100, 1, Optional.empty())),
        OptionalDouble.of(95));
  }

  /** Stopped at once. */
  public static BenchResult ofNothing() {
    return new BenchResult(Instant.EPOCH, List.of(), Map.of(), List.of(), OptionalDouble.empty());
  }

  private static ModeSummary summary(
      BenchMode mode, double fps, double ratio, Optional<String> wrong) {
    return new ModeSummary(
        mode,
        List.of(measurement(mode, 1, fps), measurement(mode, 2, fps)),
        fps,
        OptionalDouble.of(ratio),
        0.125,
        wrong);
  }

  private static Measurement measurement(BenchMode mode, int repeat, double fps) {
    Map<LatencyStage, LatencySummary> latencies = new EnumMap<>(LatencyStage.class);
    for (LatencyStage stage : LatencyStage.values()) {
      boolean has = mode.isEndToEnd() || stage == LatencyStage.INFERENCE;
      latencies.put(
          stage,
          has
              ? new LatencySummary((long) fps * 2, 2e6, 1_500_000, 2_500_000, 9_000_000)
              : LatencySummary.EMPTY);
    }
    return new Measurement(
        mode,
        repeat,
        1,
        2,
        (long) fps * 2,
        0.0125,
        latencies,
        0.25,
        mode.isEndToEnd() ? 5 : 0,
        mode.isEndToEnd() ? 4 : 0,
        List.of(new Interval(1, fps - 10, 20.5), new Interval(2, fps + 10, 10.25)));
  }

  /** Two, of which one dropped frames. */
  static StreamsResult ofStreams() {
    LatencySummary latency = new LatencySummary(50, 2e6, 1_500_000, 2_500_000, 9_000_000);
    return new StreamsResult(
        5,
        0.0125,
        0.5,
        List.of(new StreamRate(50, 0, 10, latency), new StreamRate(45, 5, 9, latency)));
  }

  /** One keeps it, two don't. */
  static MostStreams ofMostStreams() {
    StreamsResult two = ofStreams();
    StreamsResult one = new StreamsResult(5, 0.01, 0.5, List.of(two.streams().getFirst()));
    return new MostStreams(
        10, 1, true, List.of(new MostStreams.Trial(true, one), new MostStreams.Trial(false, two)));
  }

  /** A device that takes the model and one that doesn't. */
  static List<FirstInference> ofFirstInferences() {
    return List.of(
        new FirstInference(
            "AUTO",
            Cache.USED,
            Optional.of(
                FirstInference.Times.of(
                    Duration.ofMillis(30),
                    Duration.ofMillis(200),
                    Duration.ofMillis(20),
                    true,
                    "(CPU)",
                    "GPU")),
            Optional.empty()),
        new FirstInference("NPU", Cache.NONE, Optional.empty(), Optional.of("no such layer")));
  }

  /** Three cameras after one alone, and a variant that spares frames. */
  public static CamerasResult ofCameras() {
    CameraTrial one = trial(1, 40, Map.of(DropCause.RATE, 210L), 0.5, 200 << 20);
    CameraTrial three = trial(3, 40, Map.of(DropCause.RATE, 210L), 1.5, 230 << 20);
    CameraTrial spared =
        trial(3, 20, Map.of(DropCause.RATE, 210L, DropCause.OVERLOAD, 3L), 0.75, 230 << 20);
    return new CamerasResult(
        false,
        List.of(
            new CameraVariant(
                "base",
                "",
                List.of(new CameraRound(OptionalInt.empty(), true, List.of(one, three)))),
            new CameraVariant(
                "slow",
                "detect-fps = 2",
                List.of(new CameraRound(OptionalInt.empty(), true, List.of(spared))))));
  }

  /** The same, looked for. */
  public static CamerasResult ofMostCameras() {
    CameraTrial one = trial(1, 40, Map.of(), 0.5, 200 << 20);
    CameraTrial two = trial(2, 30, Map.of(DropCause.MAX_AGE, 8L), 1.5, 230 << 20);
    return new CamerasResult(
        true,
        List.of(
            new CameraVariant(
                "base", "", List.of(new CameraRound(OptionalInt.of(1), true, List.of(one, two))))));
  }

  private static CameraTrial trial(
      int cameras, long results, Map<DropCause, Long> dropped, double cpu, long resident) {
    return new CameraTrial(
        4,
        10,
        Collections.nCopies(cameras, new CameraRate(results, dropped)),
        new LatencySummary(results * cameras, 2e6, 1_500_000, 2_500_000, 9_000_000),
        new CpuUse(cpu, Map.of(CpuStage.DECODING, cpu / 2, CpuStage.INFERENCE, cpu / 4)),
        new CameraFootprint(
            OptionalLong.of(resident), cameras * 5L << 20, OptionalLong.of(40 + 2 * cameras)));
  }
}
