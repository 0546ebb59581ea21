package sluice.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import sluice.bench.BenchResult;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.report.ChartPainter.Bars;
import sluice.bench.report.ChartPainter.Line;
import sluice.core.LatencyStage;
import sluice.core.util.Median;
import sluice.core.util.Nanos;
import sluice.metrics.LatencySummary;

/** The charts of a result: frames a second and latency, by mode and over time. */
final class Charts {
  private static final String FPS_BY_MODE = "fps-by-mode.png";
  private static final String LATENCY_BY_MODE = "latency-by-mode.png";
  private static final String FPS_OVER_TIME = "fps-over-time.png";
  private static final String LATENCY_OVER_TIME = "latency-over-time.png";

  /** The names of their files. */
  static final List<String> FILES =
      List.of(FPS_BY_MODE, LATENCY_BY_MODE, FPS_OVER_TIME, LATENCY_OVER_TIME);

  private final List<ModeSummary> modes;

  private Charts(BenchResult result) {
    this.modes = result.modes();
  }

  /** All of them, drawn. */
  static List<Chart> of(BenchResult result) {
    Charts charts = new Charts(result);
    return List.of(
        charts.fpsByMode(), charts.latencyByMode(), charts.fpsOverTime(), charts.latencyOverTime());
  }

  private Chart fpsByMode() {
    String title = "Frames a second by mode";
    List<Bars> fps = List.of(bars("fps", ModeSummary::fps));
    return ChartPainter.both(
        FPS_BY_MODE, title, painter -> painter.bars(title, "fps", names(), fps));
  }

  private Chart latencyByMode() {
    String title = "Latency by mode, from the decoded picture to the result";
    List<Bars> percentiles =
        List.of(
            latency("p50", LatencySummary::p50Nanos),
            latency("p90", LatencySummary::p90Nanos),
            latency("p99", LatencySummary::p99Nanos));
    return ChartPainter.both(
        LATENCY_BY_MODE, title, painter -> painter.bars(title, "ms", names(), percentiles));
  }

  private Chart fpsOverTime() {
    return overTime(FPS_OVER_TIME, "Frames a second over time", "fps", Interval::fps);
  }

  private Chart latencyOverTime() {
    return overTime(LATENCY_OVER_TIME, "Mean latency over time", "ms", Interval::meanLatencyMs);
  }

  private List<String> names() {
    return modes.stream()
        .map(mode -> mode.mode().wireName() + (mode.wrong().isPresent() ? " (wrong)" : ""))
        .toList();
  }

  private Bars bars(String name, Function<ModeSummary, Double> number) {
    return new Bars(name, modes.stream().map(number).toList());
  }

  private Bars latency(String name, ToLongFunction<LatencySummary> percentile) {
    return bars(
        name,
        mode ->
            NumberFormats.median(
                mode, each -> Nanos.toMillis(percentile.applyAsLong(whole(each)))));
  }

  /** Of a frame's whole way; of inference where that is all there is. */
  private static LatencySummary whole(Measurement measurement) {
    LatencySummary all =
        measurement.latencies().getOrDefault(LatencyStage.END_TO_END, LatencySummary.EMPTY);
    return all.count() > 0
        ? all
        : measurement.latencies().getOrDefault(LatencyStage.INFERENCE, LatencySummary.EMPTY);
  }

  private Chart overTime(
      String file, String title, String unit, ToDoubleFunction<Interval> number) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < modes.size(); i++) {
      lines.add(line(names().get(i), modes.get(i), number));
    }
    return ChartPainter.both(file, title, painter -> painter.lines(title, unit, lines));
  }

  /** Piece by piece, the median of the repeats that have so many pieces. */
  private static Line line(String name, ModeSummary mode, ToDoubleFunction<Interval> number) {
    int pieces =
        mode.measurements().stream().mapToInt(each -> each.intervals().size()).max().orElse(0);
    List<Double> seconds = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      seconds.add(median(mode, i, Interval::end));
      values.add(median(mode, i, number));
    }
    return new Line(name, seconds, values);
  }

  private static double median(ModeSummary mode, int piece, ToDoubleFunction<Interval> number) {
    return Median.of(
        mode.measurements().stream()
            .filter(each -> piece < each.intervals().size())
            .mapToDouble(each -> number.applyAsDouble(each.intervals().get(piece))));
  }
}
