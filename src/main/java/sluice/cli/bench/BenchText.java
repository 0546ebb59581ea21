package sluice.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.FirstInference;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamRate;
import sluice.bench.StreamsResult;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.LatencyStage;
import sluice.core.util.Nanos;
import sluice.core.util.Plural;
import sluice.metrics.LatencySummary;

/** Results of benchmarks as lines of text, each ended by a line feed; the same in every locale. */
final class BenchText {
  private static final String NONE = "-";
  private static final List<String> SHOWN =
      List.of("openvino", "processor", "processors", "input", "model", "runs on", "requests");

  private BenchText() {}

  /** Where it ran, in a few lines. */
  static String environment(Map<String, String> environment) {
    TextTable table = new TextTable(2);
    SHOWN.stream()
        .filter(environment::containsKey)
        .forEach(name -> table.row(List.of(name, String.valueOf(environment.get(name)))));
    return table.render();
  }

  /** The modes: a table of what counts, one of the stages' latencies, and what has to be said. */
  static String modes(BenchResult result, boolean withIntervals) {
    if (result.modes().isEmpty()) {
      return "nothing was measured before it was stopped\n";
    }
    StringBuilder text = new StringBuilder(rates(result));
    text.append('\n').append(latencies(result));
    if (withIntervals) {
      text.append('\n').append(intervals(result));
    }
    text.append('\n').append(limit(result)).append(compared(result));
    for (ModeSummary mode : result.modes()) {
      mode.wrong()
          .ifPresent(
              why ->
                  text.append("WRONG: ")
                      .append(mode.mode().wireName())
                      .append(' ')
                      .append(why)
                      .append('\n'));
    }
    return text.toString();
  }

  /** On what the modes' objects were compared; nothing where no mode reads any. */
  private static String compared(BenchResult result) {
    return result.modes().stream()
        .filter(mode -> mode.mode().isEndToEnd())
        .findFirst()
        .map(ModeSummary::typical)
        .map(
            typical ->
                typical.detections() == 0
                    ? "objects were not compared: none are in the first %d frames; give an input with objects\n"
                        .formatted(typical.detectionFrames())
                    : "objects were compared in the first %d frames\n"
                        .formatted(typical.detectionFrames()))
        .orElse("");
  }

  private static String rates(BenchResult result) {
    TextTable table = new TextTable(1);
    OptionalDouble sync = rate(result, BenchMode.SYNC);
    table.row(
        List.of(
            "mode",
            "fps",
            "noise",
            "of sync",
            "of infer-only",
            "CPU ms/frame",
            "starved",
            "objects"));
    for (ModeSummary mode : result.modes()) {
      Measurement typical = mode.typical();
      table.row(
          List.of(
              mode.mode().wireName(),
              DecimalFormats.one(mode.fps()),
              mode.measurements().size() < 2 ? NONE : percent(mode.noise()),
              sync.isPresent() ? DecimalFormats.two(mode.fps() / sync.getAsDouble()) : NONE,
              mode.ofInferOnly().isPresent()
                  ? DecimalFormats.two(mode.ofInferOnly().getAsDouble())
                  : NONE,
              DecimalFormats.two(typical.cpuSecondsPerFrame() * 1000),
              percent(typical.starvedShare()),
              mode.mode().isEndToEnd() ? objects(mode, typical) : NONE));
    }
    return table.render();
  }

  private static String objects(ModeSummary mode, Measurement typical) {
    return mode.wrong().isPresent() ? "WRONG" : Long.toString(typical.detections());
  }

  private static OptionalDouble rate(BenchResult result, BenchMode mode) {
    return result.modes().stream()
        .filter(each -> each.mode() == mode && each.fps() > 0)
        .mapToDouble(ModeSummary::fps)
        .findFirst();
  }

  private static String percent(double share) {
    return DecimalFormats.one(share * 100) + " %";
  }

  private static String latencies(BenchResult result) {
    TextTable table = new TextTable(1);
    table.row(
        Stream.concat(
                Stream.of("p50 (p99), ms"),
                Stream.of(LatencyStage.values()).map(LatencyStage::displayName))
            .toList());
    for (ModeSummary mode : result.modes()) {
      List<String> row = new ArrayList<>();
      row.add(mode.mode().wireName());
      for (LatencyStage stage : LatencyStage.values()) {
        row.add(latency(mode.typical().latencies().getOrDefault(stage, LatencySummary.EMPTY)));
      }
      table.row(row);
    }
    return table.render();
  }

  private static String latency(LatencySummary latency) {
    return latency.count() == 0
        ? NONE
        : DecimalFormats.two(Nanos.toMillis(latency.p50Nanos()))
            + " ("
            + DecimalFormats.two(Nanos.toMillis(latency.p99Nanos()))
            + ")";
  }

  private static String intervals(BenchResult result) {
    TextTable table = new TextTable(1);
    List<String> head = new ArrayList<>(List.of("until, s"));
    result
        .modes()
        .forEach(
            mode -> {
              head.add(mode.mode().wireName() + ", fps");
              head.add("ms");
            });
    table.row(head);
    int rows =
        result.modes().stream().mapToInt(mode -> mode.typical().intervals().size()).min().orElse(0);
    for (int i = 0; i < rows; i++) {
      List<String> row = new ArrayList<>();
      for (ModeSummary mode : result.modes()) {
        Interval interval = mode.typical().intervals().get(i);
        if (row.isEmpty()) {
          row.add(DecimalFormats.one(interval.end()));
        }
        row.add(DecimalFormats.one(interval.fps()));
        row.add(DecimalFormats.two(interval.meanLatencyMs()));
      }
      table.row(row);
    }
    return table.render();
  }

  private static String limit(BenchResult result) {
    OptionalDouble alone = rate(result, BenchMode.INFER_ONLY);
    if (result.limit().isEmpty() || alone.isEmpty()) {
      return "";
    }
    double limit = result.limit().getAsDouble();
    OptionalDouble stream = rate(result, BenchMode.STREAM);
    return "limit: "
        + DecimalFormats.one(limit)
        + " fps, "
        + DecimalFormats.two(limit / alone.getAsDouble())
        + " of infer-only: what decoding and preparing leave of its processor time"
        + (stream.isPresent()
            ? "; stream is at " + DecimalFormats.two(stream.getAsDouble() / limit) + " of it"
            : "")
        + "\n";
  }

  /** Streams beside each other: each, and all together. */
  static String streams(StreamsResult result) {
    TextTable table = new TextTable(1);
    table.row(List.of("stream", "fps", "dropped", "p50 ms", "p99 ms"));
    for (int i = 0; i < result.streams().size(); i++) {
      StreamRate stream = result.streams().get(i);
      table.row(
          List.of(
              Integer.toString(i + 1),
              DecimalFormats.one(stream.fps()),
              Long.toString(stream.dropped()),
              DecimalFormats.two(Nanos.toMillis(stream.latency().p50Nanos())),
              DecimalFormats.two(Nanos.toMillis(stream.latency().p99Nanos()))));
    }
    table.row(
        List.of(
            "all", DecimalFormats.one(result.fps()), Long.toString(result.dropped()), NONE, NONE));
    return table.render()
        + "\nCPU: "
        + DecimalFormats.two(result.cpuSecondsPerFrame() * 1000)
        + " ms a frame; starved "
        + percent(result.starvedShare())
        + " of the time\n";
  }

  /** What a search for the greatest number of streams has tried, and its answer. */
  static String mostStreams(MostStreams result) {
    TextTable table = new TextTable(1);
    table.row(
        List.of(
            "streams",
            "fps in all",
            "slowest",
            "dropped",
            "keeps " + DecimalFormats.one(result.fps()) + " fps"));
    for (MostStreams.Trial trial : result.trials()) {
      table.row(
          List.of(
              Integer.toString(trial.streams()),
              DecimalFormats.one(trial.result().fps()),
              DecimalFormats.one(trial.result().leastFps()),
              Long.toString(trial.result().dropped()),
              trial.kept() ? "yes" : "no"));
    }
    String answer =
        result.complete()
            ? keep(result.most()) + " " + DecimalFormats.one(result.fps()) + " fps"
            : "stopped before the end; so far: " + keep(result.most()) + " it";
    return table.render() + "\n" + answer + "\n";
  }

  private static String keep(int streams) {
    return Plural.of(streams, "stream") + (streams == 1 ? " keeps" : " keep");
  }

  /** First inferences, a line for each. */
  static String firstInferences(List<FirstInference> rows) {
    TextTable table = new TextTable(2);
    table.row(
        List.of(
            "device",
            "cache",
            "read ms",
            "compile ms",
            "first ms",
            "whole ms",
            "began on",
            "runs on"));
    for (FirstInference row : rows) {
      row.times()
          .ifPresent(
              times ->
                  table.row(
                      List.of(
                          row.device(),
                          row.cache().wireName() + (times.loadedFromCache() ? ", hit" : ""),
                          Long.toString((long) times.readMs()),
                          Long.toString((long) times.compileMs()),
                          DecimalFormats.one(times.firstInferenceMs()),
                          DecimalFormats.one(times.wholeMs()),
                          times.executionDevicesBefore(),
                          times.executionDevicesAfter())));
    }
    StringBuilder text = new StringBuilder(table.render());
    for (FirstInference row : rows) {
      Optional<String> failure = row.failure();
      failure.ifPresent(
          why ->
              text.append(row.device() + ", cache " + row.cache().wireName() + ": " + why)
                  .append('\n'));
    }
    return text.toString();
  }
}
