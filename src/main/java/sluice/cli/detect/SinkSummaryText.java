package sluice.cli.detect;

import java.util.ArrayList;
import java.util.List;
import sluice.app.detect.SinkSummary;
import sluice.app.detect.SinkSummary.Refusals;
import sluice.core.util.Plural;

/** What became of the messages for a sink as one line of text. */
final class SinkSummaryText {
  private SinkSummaryText() {}

  /** As {@code sink hub: 250 delivered, 2 refused (see sluice-refused/hub/dead-letters.jsonl)}. */
  static String of(SinkSummary sink) {
    List<String> parts = new ArrayList<>();
    parts.add(sink.delivered() + " delivered");
    sink.refusals().ifPresent(refusals -> parts.add(refused(refusals)));
    if (sink.undelivered() > 0) {
      parts.add(sink.undelivered() + " not delivered");
    }
    sink.losses().forEach((cause, lost) -> parts.add(lost + " lost (" + cause + ")"));
    return "sink " + sink.name() + ": " + String.join(", ", parts);
  }

  private static String refused(Refusals refusals) {
    String unkept =
        refusals.lost() == 0
            ? ""
            : "; " + Plural.of(refusals.lost(), "message") + " could not be kept";
    return "%d refused (the last one: %s; see %s%s)"
        .formatted(refusals.messages(), refusals.lastReason(), refusals.file(), unkept);
  }
}
