package sluice.bench.report;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** Draws charts in the colours given, as PNG. Needs no screen, but the system's fonts. */
final class ChartPainter {
  /** Of every chart, pixels. */
  static final int WIDTH = 960;

  /** Of every chart, pixels. */
  static final int HEIGHT = 420;

  private final ChartColors colors;

  ChartPainter(ChartColors colors) {
    this.colors = colors;
  }

  /**
   * Numbers of the same things.
   *
   * @param name what they say of each
   * @param values one for each thing
   */
  record Bars(String name, List<Double> values) {}

  /** A group of bars for each thing. */
  byte[] bars(String title, String unit, List<String> things, List<Bars> groups) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .yAxisTitle(unit)
            .build();
    groups.forEach(group -> chart.addSeries(group.name(), things, group.values()));
    chart.getStyler().setLabelsVisible(true).setLabelsFontColor(colors.ink());
    chart.getStyler().setYAxisMin(0.0);
    return png(chart, groups.size() > 1);
  }

  /**
   * What something was over time.
   *
   * @param name what
   * @param seconds when
   * @param values what it was, as many
   */
  record Line(String name, List<Double> seconds, List<Double> values) {}

  /** A line for each series; marks where it was measured. */
  byte[] lines(String title, String unit, List<Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("seconds")
            .yAxisTitle(unit)
            .build();
    lines.forEach(line -> chart.addSeries(line.name(), line.seconds(), line.values()));
    chart.getStyler().setYAxisMin(0.0);
    return png(chart, true);
  }

  private byte[] png(Chart<? extends AxesChartStyler, ?> chart, boolean legend) {
    AxesChartStyler styler = chart.getStyler();
    styler.setAxisTickLabelsColor(colors.ink());
    styler.setPlotGridLinesColor(colors.line());
    styler.setChartBackgroundColor(colors.page());
    styler.setPlotBackgroundColor(colors.page());
    styler.setPlotBorderColor(colors.line());
    styler.setChartFontColor(colors.ink());
    styler.setLegendBackgroundColor(colors.page());
    styler.setLegendBorderColor(colors.line());
    styler.setLegendVisible(legend);
    styler.setLocale(Locale.ROOT);
    styler.setDecimalPattern("0.#");
    styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    styler.setSeriesColors(colors.series().toArray(Color[]::new));
    try {
      return ChartEncoder.getBytes(chart, "png");
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
  }

  /** The same chart in both colours. */
  static sluice.bench.report.Chart both(
      String file, String title, Function<ChartPainter, byte[]> draw) {
    return new sluice.bench.report.Chart(
        file,
        title,
        draw.apply(new ChartPainter(ChartColors.LIGHT)),
        draw.apply(new ChartPainter(ChartColors.DARK)));
  }
}
