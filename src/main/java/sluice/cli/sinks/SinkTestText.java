package sluice.cli.sinks;

import java.util.List;
import sluice.app.sink.TestedSink;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.util.MessageText;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkTestResult;

/** What tests of sinks saw, as lines of text. */
final class SinkTestText {
  private static final double MILLIS_PER_SECOND = 1_000;

  private SinkTestText() {}

  /** A line for each sink, and below it its facts, or what failed. */
  static String of(List<TestedSink> sinks) {
    StringBuilder text = new StringBuilder();
    for (TestedSink sink : sinks) {
      SinkTestResult result = sink.result();
      text.append(
          "%s (%s): %s, in %s s\n"
              .formatted(
                  sink.name(),
                  sink.type(),
                  result.isFine() ? "works" : "fails",
                  DecimalFormats.two(result.took().toMillis() / MILLIS_PER_SECOND)));
      text.append(facts(result));
      result
          .failure()
          .ifPresent(
              failure -> text.append("  ").append(MessageText.oneLine(failure)).append('\n'));
    }
    return text.toString();
  }

  private static String facts(SinkTestResult result) {
    TextTable table = new TextTable(2);
    for (SinkFact fact : result.facts()) {
      table.row(List.of("  " + fact.name(), MessageText.oneLine(fact.value())));
    }
    return table.render();
  }

  /** Names of the sinks that failed. */
  static List<String> failed(List<TestedSink> sinks) {
    return sinks.stream().filter(sink -> !sink.result().isFine()).map(TestedSink::name).toList();
  }
}
