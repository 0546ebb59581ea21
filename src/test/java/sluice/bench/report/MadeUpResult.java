package sluice.bench.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.core.LatencyStage;
import sluice.metrics.LatencySummary;

/** A synthetic benchmark result. */
final class MadeUpResult {
  static final String NASTY = "<b>\"it's\" & mine</b>\u0007.xml";

  private MadeUpResult() {}

  /** Two repeats of three modes, of which {@code async} is wrong; names that have to be escaped. */
  static BenchResult of() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("processor", "Made up <CPU>");
    environment.put("model", NASTY);
    return new BenchResult(
        Instant.parse("2026-11-21T10:11:12Z"),
        List.of("sluice", "bench", "it's.mp4", "-m", NASTY),
        environment,
        List.of(
            mode(BenchMode.SYNC, 40, Optional.empty()),
            mode(BenchMode.ASYNC, 60, Optional.of("700 detections instead of <900>")),
            mode(BenchMode.INFER_ONLY, 100, Optional.empty())),
        OptionalDouble.of(87.65));
  }

  private static ModeSummary mode(BenchMode mode, double fps, Optional<String> wrong) {
    List<Measurement> repeats =
        IntStream.of(1, 2).mapToObj(repeat -> measurement(mode, repeat, fps)).toList();
    return new ModeSummary(mode, repeats, fps, OptionalDouble.of(fps / 100), 0.034, wrong);
  }

  private static Measurement measurement(BenchMode mode, int repeat, double fps) {
    LatencySummary latency = new LatencySummary(100, 12.3e6, 11_000_000, 15_000_000, 21_000_000);
    Map<LatencyStage, LatencySummary> latencies =
        mode.isEndToEnd()
            ? Map.of(LatencyStage.INFERENCE, latency, LatencyStage.END_TO_END, latency)
            : Map.of(LatencyStage.INFERENCE, latency);
    return new Measurement(
        mode,
        repeat,
        1,
        20,
        (long) (fps * 20),
        0.0123,
        latencies,
        0.25,
        900,
        300,
        List.of(new Interval(10, fps, 12), new Interval(20, fps + repeat, 13)));
  }
}
