package sluice.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.app.detect.DetectSummary;
import sluice.app.detect.DetectSummary.Input;
import sluice.app.detect.SceneSummary;
import sluice.app.detect.SinkSummary;
import sluice.app.model.InferenceSummary;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.core.SluiceException;
import sluice.metrics.LatencySummary;
import sluice.metrics.RunSnapshot;

/** Summaries with fixed numbers. */
public final class SampleSummaries {
  private SampleSummaries() {}

  /** A run as one hopes for: 1394 frames of one file. */
  public static DetectSummary ofOneInput() {
    RunSnapshot run =
        snapshot(
            1394,
            Map.of(),
            0,
            new TreeMap<>(Map.of("person", 2012L)),
            13.76,
            OptionalDouble.of(104.24));
    Input input =
        new Input(
            "people",
            run,
            Optional.empty(),
            List.of(Path.of("people.mp4"), Path.of("people.jsonl")),
            Optional.empty());
    return new DetectSummary(
        List.of(input),
        run,
        Optional.of(inference("CPU")),
        List.of(),
        Duration.ofMillis(21_746),
        0,
        false);
  }

  /** Two inputs, of which the second one failed; frames dropped, data damaged. */
  public static DetectSummary ofTwoInputs(SluiceException failure) {
    RunSnapshot first = snapshot(1, Map.of(), 0, Map.of(), 0.5, OptionalDouble.empty());
    Map<DropCause, Long> drops = Map.of(DropCause.RATE, 12L, DropCause.MAX_AGE, 1_000_000L);
    RunSnapshot second =
        snapshot(
            20, drops, 3, new TreeMap<>(Map.of("car", 2L, "bus", 1L)), 2, OptionalDouble.empty());
    RunSnapshot whole =
        snapshot(
            21, drops, 3, new TreeMap<>(Map.of("car", 2L, "bus", 1L)), 2.5, OptionalDouble.empty());
    return new DetectSummary(
        List.of(
            new Input("a", first, Optional.empty(), List.of(Path.of("a.jsonl")), Optional.empty()),
            new Input("b", second, Optional.empty(), List.of(), Optional.of(failure))),
        whole,
        Optional.of(inference("AUTO")),
        List.of(),
        Duration.ofMillis(420),
        1,
        true);
  }

  /** An input for each of these scenes. */
  public static DetectSummary withScenes(SceneSummary... scenes) {
    RunSnapshot run = snapshot(1, Map.of(), 0, Map.of(), 0.5, OptionalDouble.empty());
    List<Input> inputs =
        Stream.of(scenes)
            .map(scene -> new Input("a", run, Optional.of(scene), List.of(), Optional.empty()))
            .toList();
    return new DetectSummary(
        inputs, run, Optional.of(inference("CPU")), List.of(), Duration.ofMillis(420), 0, false);
  }

  /** The same as {@link #ofOneInput}, with results that went to sinks. */
  public static DetectSummary withSinks(SinkSummary... sinks) {
    DetectSummary plain = ofOneInput();
    return new DetectSummary(
        plain.inputs(),
        plain.whole(),
        plain.inference(),
        List.of(sinks),
        plain.cpuTime(),
        plain.leasesLeftOpen(),
        plain.stopped());
  }

  /** Nothing went through. */
  public static DetectSummary ofNothing(@Nullable SluiceException failure) {
    RunSnapshot run = snapshot(0, Map.of(), 0, Map.of(), 0, OptionalDouble.empty());
    InferenceSummary inference =
        new InferenceSummary(
            List.of("m 64x64"),
            "CPU",
            List.of(),
            "",
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Duration.ZERO,
            Duration.ZERO,
            0,
            0);
    return new DetectSummary(
        List.of(new Input("a", run, Optional.empty(), List.of(), Optional.ofNullable(failure))),
        run,
        Optional.of(inference),
        List.of(),
        Duration.ZERO,
        0,
        true);
  }

  private static InferenceSummary inference(String asked) {
    return new InferenceSummary(
        List.of("person-detection-0202 512x512"),
        asked,
        List.of("CPU"),
        "bf16",
        2,
        OptionalInt.of(2),
        OptionalInt.of(1),
        Duration.ofMillis(314),
        Duration.ofMillis(826),
        1394,
        5);
  }

  private static RunSnapshot snapshot(
      long frames,
      Map<DropCause, Long> drops,
      long damaged,
      Map<String, Long> labels,
      double seconds,
      OptionalDouble steady) {
    Map<DropCause, Long> dropped = new EnumMap<>(DropCause.class);
    for (DropCause cause : DropCause.values()) {
      dropped.put(cause, drops.getOrDefault(cause, 0L));
    }
    Map<LatencyStage, LatencySummary> latencies = new EnumMap<>(LatencyStage.class);
    long nanos = 400_000;
    for (LatencyStage stage : LatencyStage.values()) {
      latencies.put(stage, new LatencySummary(frames, nanos * 1.25, nanos, nanos * 2, nanos * 9));
      nanos *= 3;
    }
    long detections = labels.values().stream().mapToLong(Long::longValue).sum();
    return new RunSnapshot(
        frames,
        frames,
        dropped,
        damaged,
        detections,
        0,
        labels,
        seconds,
        seconds == 0 ? 0 : frames / seconds,
        steady,
        latencies);
  }
}
