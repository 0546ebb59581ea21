package sluice.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.FirstInference;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamRate;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;
import sluice.core.LatencyStage;
import sluice.core.util.Nanos;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.json.Naming;
import sluice.metrics.LatencySummary;

/**
 * Results of benchmarks as one JSON object, as {@code src/docs/bench.md} describes it. What was not
 * measured is left out.
 */
final class BenchJson {
  private static final double MILLIS_PER_SECOND = 1000;

  /** Six significant digits: more than any of this is worth. */
  private static final MathContext DIGITS = new MathContext(6);

  private BenchJson() {}

  /** Modes beside each other. */
  static String ofModes(BenchResult result) {
    Modes modes = new Modes(result.limit(), result.modes().stream().map(Mode::of).toList());
    return text(new WithEnvironment<>(result.at(), result.command(), result.environment(), modes));
  }

  /** Streams beside each other. */
  static String ofStreams(WithEnvironment<StreamsResult> documented) {
    return text(documented.with(Streams.of(documented.result())));
  }

  /** The greatest number of streams. */
  static String ofMostStreams(WithEnvironment<MostStreams> documented) {
    MostStreams result = documented.result();
    List<Trial> trials =
        result.trials().stream()
            .map(trial -> new Trial(trial.kept(), Streams.of(trial.result())))
            .toList();
    return text(documented.with(new Most(result.fps(), result.most(), result.complete(), trials)));
  }

  /** First inferences. */
  static String ofFirstInferences(WithEnvironment<List<FirstInference>> documented) {
    return text(documented.with(new FirstInferences(documented.result())));
  }

  /** A result and its environment. */
  static String text(WithEnvironment<?> result) {
    return JsonText.indented(
        result, Naming.SNAKE, value -> new BigDecimal(value, DIGITS).doubleValue());
  }

  private record Modes(OptionalDouble limitFps, List<Mode> modes) {}

  private record Mode(
      BenchMode mode,
      double fps,
      double noise,
      OptionalDouble ofInferOnly,
      @JsonField(unwrapped = true) Figures typical,
      Optional<String> wrong,
      List<Repeat> measurements) {

    static Mode of(ModeSummary mode) {
      return new Mode(
          mode.mode(),
          mode.fps(),
          mode.noise(),
          mode.ofInferOnly(),
          Figures.of(mode.typical()),
          mode.wrong(),
          mode.measurements().stream().map(Repeat::of).toList());
    }
  }

  private record Repeat(
      int repeat,
      int order,
      double seconds,
      long frames,
      double fps,
      @JsonField(unwrapped = true) Figures figures,
      List<Interval> intervals) {

    static Repeat of(Measurement measurement) {
      return new Repeat(
          measurement.repeat(),
          measurement.order(),
          measurement.seconds(),
          measurement.frames(),
          measurement.fps(),
          Figures.of(measurement),
          measurement.intervals());
    }
  }

  private record Figures(
      double cpuMsPerFrame,
      double starved,
      OptionalLong detections,
      OptionalLong detectionFrames,
      Map<LatencyStage, Latency> latencyMs) {

    static Figures of(Measurement measurement) {
      boolean reads = measurement.mode().isEndToEnd();
      Map<LatencyStage, Latency> latencies = new EnumMap<>(LatencyStage.class);
      measurement
          .latencies()
          .forEach((stage, each) -> Latency.of(each).ifPresent(it -> latencies.put(stage, it)));
      return new Figures(
          measurement.cpuSecondsPerFrame() * MILLIS_PER_SECOND,
          measurement.starvedShare(),
          reads ? OptionalLong.of(measurement.detections()) : OptionalLong.empty(),
          reads ? OptionalLong.of(measurement.detectionFrames()) : OptionalLong.empty(),
          latencies);
    }
  }

  /** Percentiles in milliseconds; absent where nothing was measured. */
  record Latency(double mean, double p50, double p90, double p99) {
    static Optional<Latency> of(LatencySummary latency) {
      return latency.count() == 0
          ? Optional.empty()
          : Optional.of(
              new Latency(
                  Nanos.toMillis(latency.meanNanos()),
                  Nanos.toMillis(latency.p50Nanos()),
                  Nanos.toMillis(latency.p90Nanos()),
                  Nanos.toMillis(latency.p99Nanos())));
    }
  }

  private record Streams(
      int streams,
      double seconds,
      double fps,
      long dropped,
      double cpuMsPerFrame,
      double starved,
      List<Stream> each) {

    static Streams of(StreamsResult result) {
      return new Streams(
          result.streams().size(),
          result.seconds(),
          result.fps(),
          result.dropped(),
          result.cpuSecondsPerFrame() * MILLIS_PER_SECOND,
          result.starvedShare(),
          result.streams().stream().map(Stream::of).toList());
    }
  }

  private record Stream(double fps, long frames, long dropped, Optional<Latency> latencyMs) {
    static Stream of(StreamRate stream) {
      return new Stream(
          stream.fps(), stream.results(), stream.dropped(), Latency.of(stream.latency()));
    }
  }

  private record Most(double fpsLimit, int maxStreams, boolean complete, List<Trial> trials) {}

  private record Trial(boolean kept, @JsonField(unwrapped = true) Streams result) {}

  private record FirstInferences(List<FirstInference> firstInferences) {}
}
