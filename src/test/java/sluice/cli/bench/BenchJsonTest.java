package sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.FirstInference;
import sluice.bench.FirstInference.Cache;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamRate;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;
import sluice.cli.BenchResults;
import sluice.core.LatencyStage;
import sluice.metrics.LatencySummary;
import sluice.testing.GoldenText;

class BenchJsonTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:20:30.456Z");
  private static final LatencySummary LATENCY =
      new LatencySummary(7, 1_234_567.89, 1_000_000, 20_000_000_001L, 123);
  private static final StreamsResult STREAMS =
      new StreamsResult(
          1e-9,
          1.0 / 3,
          0.1 + 0.2,
          List.of(
              new StreamRate(3, 0, 123_456_789.4, LATENCY),
              new StreamRate(0, 4_000_000_000L, 0, LatencySummary.EMPTY)));

  @Test
  void modes_haveEveryMember() {
    BenchResult result =
        new BenchResult(
            AT,
            List.of("sluice", "bench", "a \"b\".mp4"),
            environment(),
            List.of(
                new ModeSummary(
                    BenchMode.SYNC,
                    List.of(measurement(BenchMode.SYNC, 1), measurement(BenchMode.SYNC, 2)),
                    200.0 / 3,
                    OptionalDouble.of(2.0 / 3),
                    0.0123456789,
                    Optional.of("finds 3 objects, not 5")),
                new ModeSummary(
                    BenchMode.INFER_ONLY,
                    List.of(measurement(BenchMode.INFER_ONLY, 1)),
                    100,
                    OptionalDouble.empty(),
                    0,
                    Optional.empty())),
            OptionalDouble.of(1_234_567));

    assertThat(BenchJson.ofModes(result)).isEqualTo(golden("modes"));
  }

  @Test
  void modes_mayBeNone() {
    assertThat(BenchJson.ofModes(BenchResults.ofNothing())).isEqualTo(golden("no-modes"));
  }

  @Test
  void streams_haveEveryMember() {
    assertThat(BenchJson.ofStreams(documented(STREAMS))).isEqualTo(golden("streams"));
  }

  @Test
  void trials_haveTheMembersOfStreams() {
    MostStreams result =
        new MostStreams(
            29.97,
            1,
            false,
            List.of(
                new MostStreams.Trial(true, STREAMS),
                new MostStreams.Trial(false, new StreamsResult(2, 0, 1, List.of()))));

    assertThat(BenchJson.ofMostStreams(documented(result))).isEqualTo(golden("most-streams"));
  }

  @Test
  void firstInferences_haveTimesOrAFailure() {
    List<FirstInference> result =
        List.of(
            new FirstInference(
                "AUTO:GPU,CPU",
                Cache.FILLED,
                Optional.of(
                    FirstInference.Times.of(
                        Duration.ofNanos(30_123_456),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2_000),
                        true,
                        "(CPU)",
                        "GPU")),
                Optional.empty()),
            new FirstInference("NPU", Cache.NONE, Optional.empty(), Optional.of("no such layer")));

    assertThat(BenchJson.ofFirstInferences(documented(result)))
        .isEqualTo(golden("first-inferences"));
    assertThat(
            BenchJson.ofFirstInferences(new WithEnvironment<>(AT, List.of(), Map.of(), List.of())))
        .isEqualTo(golden("no-first-inferences"));
  }

  @Test
  void cameras_haveEveryMember() {
    assertThat(CamerasJson.of(documented(BenchResults.ofCameras()))).isEqualTo(golden("cameras"));
    assertThat(CamerasJson.of(documented(BenchResults.ofMostCameras())))
        .isEqualTo(golden("most-cameras"));
  }

  private static String golden(String name) {
    return GoldenText.of(BenchJsonTest.class, name + ".json");
  }

  private static <T> WithEnvironment<T> documented(T result) {
    return new WithEnvironment<>(AT, List.of("sluice", "bench"), environment(), result);
  }

  private static Map<String, String> environment() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("processor", "a fast one, 3 µs\n");
    result.put("property CACHE_MODE", "OPTIMIZE_SPEED");
    result.put("optimalRequests", "");
    return result;
  }

  /** Without a latency of what infer-only has not, and without one of decoding in repeat 2. */
  private static Measurement measurement(BenchMode mode, int repeat) {
    Map<LatencyStage, LatencySummary> latencies = new EnumMap<>(LatencyStage.class);
    latencies.put(LatencyStage.DECODE, repeat == 1 ? LATENCY : LatencySummary.EMPTY);
    latencies.put(LatencyStage.REQUEST_WAIT, LATENCY);
    latencies.put(LatencyStage.END_TO_END, LatencySummary.EMPTY);
    return new Measurement(
        mode,
        repeat,
        3 - repeat,
        0.6,
        40 * repeat,
        0.012345678,
        mode.isEndToEnd() ? latencies : Map.of(),
        0.25,
        5,
        4,
        List.of(new Interval(0.1 * repeat, 123.45678, 20.5), new Interval(0.6, 0, 0)));
  }
}
