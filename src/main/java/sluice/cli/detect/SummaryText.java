package sluice.cli.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import sluice.app.detect.DetectSummary;
import sluice.app.detect.DetectSummary.Input;
import sluice.app.model.InferenceSummary;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.util.Nanos;
import sluice.core.util.Plural;
import sluice.metrics.LatencySummary;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunSnapshot;

/** The summary of a run as lines of text; numbers are the same in every locale. */
public final class SummaryText {
  private static final double MILLIS_PER_SECOND = 1_000;

  private SummaryText() {}

  /** The lines, each ended by a line feed. */
  public static String of(DetectSummary summary) {
    List<String> lines = new ArrayList<>();
    if (summary.inputs().size() > 1) {
      for (Input input : summary.inputs()) {
        lines.add(input(input));
        input.scene().ifPresent(scene -> lines.add("  " + SceneSummaryText.of(scene)));
      }
    }
    counts(summary, lines);
    if (summary.whole().finished() > 0) {
      lines.add("");
      lines.addAll(latencies(summary.whole()).lines().toList());
      lines.add("");
    }
    summary.inference().ifPresent(inference -> inference(inference, lines));
    summary
        .cpuMillisPerFrame()
        .ifPresent(
            millis -> lines.add("CPU: " + DecimalFormats.one(millis) + " ms a frame, all threads"));
    lines.add("frames left open: " + summary.leasesLeftOpen());
    summary.inputs().stream()
        .flatMap(input -> input.files().stream())
        .forEach(file -> lines.add("wrote " + file));
    summary.sinks().forEach(sink -> lines.add(SinkSummaryText.of(sink)));
    return String.join("\n", lines) + "\n";
  }

  private static String input(Input input) {
    RunSnapshot run = input.metrics();
    return input.name()
        + ": "
        + Plural.of(run.finished(), "frame")
        + ", "
        + found(run)
        + ", "
        + fps(run.fps())
        + (input.failure().isPresent() ? ", ended by a failure" : "");
  }

  private static void counts(DetectSummary summary, List<String> lines) {
    RunSnapshot run = summary.whole();
    String whole =
        Plural.of(run.finished(), "frame")
            + " in "
            + DecimalFormats.one(run.seconds())
            + " s: "
            + fps(run.fps());
    lines.add(
        run.steadyFps().isPresent()
            ? whole
                + "; "
                + fps(run.steadyFps().getAsDouble())
                + " without the first "
                + RunMetrics.WARM_UP_RESULTS
            : whole);
    String labels =
        run.detectionsByLabel().entrySet().stream()
            .map(entry -> entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining(", "));
    lines.add(found(run) + (labels.isEmpty() ? "" : " (" + labels + ")"));
    summary.scene().ifPresent(scene -> lines.add(SceneSummaryText.of(scene)));
    lines.add("dropped: " + drops(run));
    if (run.damaged() > 0) {
      lines.add("damaged input: " + Plural.of(run.damaged(), "time"));
    }
  }

  private static String found(RunSnapshot run) {
    return run.classified() > 0
        ? Plural.of(run.classified(), "picture") + " classified"
        : Plural.of(run.detections(), "detection");
  }

  private static String fps(double rate) {
    return DecimalFormats.one(rate) + " fps";
  }

  private static String drops(RunSnapshot run) {
    String causes =
        run.dropped().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey().wireName() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return causes.isEmpty() ? "none" : causes;
  }

  private static String latencies(RunSnapshot run) {
    TextTable table = new TextTable(1);
    table.row(List.of("latency, ms", "mean", "p50", "p90", "p99"));
    run.latencies().forEach((stage, latency) -> table.row(latency(stage.displayName(), latency)));
    return table.render();
  }

  private static List<String> latency(String stage, LatencySummary latency) {
    return List.of(
        stage,
        DecimalFormats.two(Nanos.toMillis(latency.meanNanos())),
        DecimalFormats.two(Nanos.toMillis(latency.p50Nanos())),
        DecimalFormats.two(Nanos.toMillis(latency.p90Nanos())),
        DecimalFormats.two(Nanos.toMillis(latency.p99Nanos())));
  }

  private static void inference(InferenceSummary inference, List<String> lines) {
    String devices = String.join(", ", inference.executionDevices());
    StringBuilder device = new StringBuilder("device: ");
    device.append(devices.isEmpty() ? inference.device() : devices);
    if (!devices.isEmpty() && !devices.equals(inference.device())) {
      device.append(" (asked for: ").append(inference.device()).append(')');
    }
    device.append(inference.precision().isEmpty() ? "" : ", precision " + inference.precision());
    device.append(", ").append(Plural.of(inference.requests(), "request"));
    device.append(optional(inference.streams(), "stream"));
    device.append(optional(inference.threads(), "thread"));
    lines.add(device.toString());
    lines.add(
        "queue empty after "
            + DecimalFormats.one(inference.queueEmptyShare() * 100)
            + " % of "
            + Plural.of(inference.inferences(), "inference"));
    lines.add(
        "model: "
            + String.join(", ", inference.models())
            + ", read in "
            + DecimalFormats.two(inference.modelRead().toMillis() / MILLIS_PER_SECOND)
            + " s, compiled in "
            + DecimalFormats.two(inference.modelCompiled().toMillis() / MILLIS_PER_SECOND)
            + " s");
  }

  private static String optional(OptionalInt count, String noun) {
    return count.isPresent() ? ", " + Plural.of(count.getAsInt(), noun) : "";
  }
}
