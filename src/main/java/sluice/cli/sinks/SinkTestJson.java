package sluice.cli.sinks;

import java.util.List;
import java.util.Optional;
import sluice.app.sink.TestedSink;
import sluice.json.JsonText;
import sluice.json.Naming;
import sluice.stage.sink.SinkFact;

/**
 * What tests of sinks saw as a JSON array: {@code name}, {@code type}, whether it is {@code fine},
 * {@code facts[]} of {@code name} and {@code value}, the {@code failure} if there was one, {@code
 * took_ms}.
 */
final class SinkTestJson {
  private SinkTestJson() {}

  static String of(List<TestedSink> sinks) {
    return JsonText.indented(sinks.stream().map(Row::of).toList(), Naming.SNAKE);
  }

  private record Row(
      String name,
      String type,
      boolean fine,
      List<SinkFact> facts,
      Optional<String> failure,
      long tookMs) {

    static Row of(TestedSink sink) {
      return new Row(
          sink.name(),
          sink.type(),
          sink.result().isFine(),
          sink.result().facts(),
          sink.result().failure(),
          sink.result().took().toMillis());
    }
  }
}
