package sluice.bench.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import sluice.bench.BenchMode;
import sluice.bench.BenchResult;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.core.LatencyStage;
import sluice.core.util.Nanos;
import sluice.metrics.LatencySummary;

/** The tables of the page, medians of the repeats in them. */
final class ReportTables {

  private final BenchResult result;

  ReportTables(BenchResult result) {
    this.result = result;
  }

  /** How fast each mode is, what it costs, and whether it finds what the others find. */
  String modes() {
    String rows = result.modes().stream().map(this::mode).collect(Collectors.joining());
    return """
    <table>
    <thead><tr><th scope="col">mode</th><th scope="col">fps</th><th scope="col">of infer-only</th>\
    <th scope="col">of sync</th><th scope="col">noise</th><th scope="col">CPU ms a frame</th>\
    <th scope="col">starved</th><th scope="col">detections</th></tr></thead>
    <tbody>
    %s</tbody>
    </table>
    """
        .formatted(rows);
  }

  private String mode(ModeSummary mode) {
    List<String> cells =
        List.of(
            NumberFormats.one(mode.fps()),
            NumberFormats.two(mode.ofInferOnly()),
            NumberFormats.two(ofSync(mode)),
            mode.measurements().size() < 2
                ? NumberFormats.UNKNOWN
                : NumberFormats.percent(mode.noise()),
            NumberFormats.one(NumberFormats.median(mode, Measurement::cpuSecondsPerFrame) * 1000),
            NumberFormats.percent(NumberFormats.median(mode, Measurement::starvedShare)),
            detections(mode));
    String wrong =
        mode.wrong()
            .map(why -> "<br/><strong class=\"wrong\">wrong: " + Html.text(why) + "</strong>")
            .orElse("");
    return "<tr%s><th scope=\"row\">%s%s</th>%s</tr>\n"
        .formatted(
            mode.wrong().isPresent() ? " class=\"wrong\"" : "",
            Html.text(mode.mode().wireName()),
            wrong,
            cells(cells));
  }

  private OptionalDouble ofSync(ModeSummary mode) {
    return result.modes().stream()
        .filter(other -> other.mode() == BenchMode.SYNC && other.fps() > 0)
        .mapToDouble(sync -> mode.fps() / sync.fps())
        .findFirst();
  }

  /** One number where all repeats agree, as they should. */
  private static String detections(ModeSummary mode) {
    if (!mode.mode().isEndToEnd()) {
      return NumberFormats.UNKNOWN;
    }
    LongStream all = mode.measurements().stream().mapToLong(Measurement::detections).distinct();
    long frames =
        mode.measurements().stream().mapToLong(Measurement::detectionFrames).max().orElse(0);
    return all.sorted().mapToObj(Long::toString).collect(Collectors.joining(", "))
        + " in "
        + frames
        + " frames";
  }

  /** What each stage spent on a frame. */
  String latencies() {
    StringBuilder rows = new StringBuilder();
    for (ModeSummary mode : result.modes()) {
      for (LatencyStage stage : LatencyStage.values()) {
        if (has(mode, stage)) {
          rows.append(stage(mode, stage));
        }
      }
    }
    return """
    <table>
    <thead><tr><th scope="col">mode</th><th scope="col" class="name">stage</th><th scope="col">mean, ms</th>\
    <th scope="col">p50</th><th scope="col">p90</th><th scope="col">p99</th></tr></thead>
    <tbody>
    %s</tbody>
    </table>
    """
        .formatted(rows);
  }

  private static boolean has(ModeSummary mode, LatencyStage stage) {
    return mode.measurements().stream().anyMatch(each -> of(each, stage).count() > 0);
  }

  private static String stage(ModeSummary mode, LatencyStage stage) {
    List<String> cells =
        List.of(
            millis(NumberFormats.median(mode, each -> of(each, stage).meanNanos())),
            millis(NumberFormats.median(mode, each -> of(each, stage).p50Nanos())),
            millis(NumberFormats.median(mode, each -> of(each, stage).p90Nanos())),
            millis(NumberFormats.median(mode, each -> of(each, stage).p99Nanos())));
    return "<tr><th scope=\"row\">%s</th><th scope=\"row\">%s</th>%s</tr>\n"
        .formatted(Html.text(mode.mode().wireName()), Html.text(stage.displayName()), cells(cells));
  }

  private static LatencySummary of(Measurement measurement, LatencyStage stage) {
    return measurement.latencies().getOrDefault(stage, LatencySummary.EMPTY);
  }

  private static String millis(double nanos) {
    return NumberFormats.two(Nanos.toMillis(nanos));
  }

  /** What it was measured on. */
  String environment() {
    return result.environment().entrySet().stream()
        .map(
            entry ->
                "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n"
                    .formatted(Html.text(entry.getKey()), Html.text(entry.getValue())))
        .collect(
            Collectors.joining("", "<table class=\"facts\">\n<tbody>\n", "</tbody>\n</table>\n"));
  }

  private static String cells(List<String> values) {
    return values.stream()
        .map(value -> "<td>" + Html.text(value) + "</td>")
        .collect(Collectors.joining());
  }
}
