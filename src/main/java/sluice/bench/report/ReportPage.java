package sluice.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import sluice.bench.BenchResult;
import sluice.core.util.ShellWords;

/** The page: one file that needs no other one. */
final class ReportPage {
  private static final String STYLE = "/sluice/bench/report.css";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private ReportPage() {}

  /**
   * The page's text.
   *
   * @param charts drawn ones; none where they could not be drawn
   * @param missing why there are none
   */
  static String of(BenchResult result, List<Chart> charts, Optional<String> missing) {
    ReportTables tables = new ReportTables(result);
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>Sluice benchmark, %s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    <h1>Sluice benchmark</h1>
    <p>%s</p>
    <h2>Modes</h2>
    <div class="wide">
    %s</div>
    <p class="note">Medians of the repeats. Noise: the fastest repeat less the slowest, by the median. \
    Starved: share of the time with fewer requests in flight than the device calls optimal.%s</p>
    %s%s<h2>Latency by stage</h2>
    <div class="wide">
    %s</div>
    <h2>Measured on</h2>
    %s<h2>To repeat it</h2>
    <pre><code>%s</code></pre>
    </main>
    </body>
    </html>
    """
        .formatted(
            TIME.format(result.at()),
            style(),
            TIME.format(result.at()),
            tables.modes(),
            limit(result),
            missing
                .map(why -> "<p class=\"wrong\">No charts: " + Html.text(why) + "</p>\n")
                .orElse(""),
            charts.stream().map(ReportPage::figure).collect(Collectors.joining()),
            tables.latencies(),
            tables.environment(),
            Html.text(ShellWords.join(result.command())));
  }

  private static String limit(BenchResult result) {
    return result.limit().isEmpty()
        ? ""
        : " What decoding and preparing leave of infer-only on the same processors: "
            + NumberFormats.one(result.limit().getAsDouble())
            + " fps.";
  }

  private static String figure(Chart chart) {
    return """
    <figure>
    <picture>
    <source media="(prefers-color-scheme: dark)" srcset="%s"/>
    <img src="%s" alt="%s" width="%d" height="%d"/>
    </picture>
    </figure>
    """
        .formatted(
            data(chart.dark()),
            data(chart.light()),
            Html.text(chart.title()),
            ChartPainter.WIDTH,
            ChartPainter.HEIGHT);
  }

  private static String data(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }

  private static String style() {
    try (InputStream css =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream(STYLE), STYLE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(STYLE, e);
    }
  }
}
