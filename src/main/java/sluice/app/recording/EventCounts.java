package sluice.app.recording;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import sluice.stage.events.EventChange;
import sluice.telemetry.RecordingFacts;

/** Counts what becomes of a stream's events; for one thread at a time. */
final class EventCounts {
  /** Labels with a count of their own; the rest are counted as {@link #OTHER}. */
  static final int MOST_LABELS = 100;

  static final String OTHER = "other";

  private final Set<String> open = new HashSet<>();
  private final Map<String, Long> begun = new HashMap<>();
  private final Map<String, Long> ended = new HashMap<>();
  private long merged;
  private long cut;

  /** An event began, changed or ended. */
  void count(EventChange change) {
    String id = change.event().id();
    cut += Math.max(0, change.parts().size() - 1);
    switch (change.phase()) {
      case NEW -> {
        open.add(id);
        add(begun, change.event().label());
      }
      case UPDATE -> merged += open.add(id) ? 1 : 0;
      case END -> {
        open.remove(id);
        add(ended, change.event().label());
      }
    }
  }

  private void add(Map<String, Long> counts, String label) {
    boolean hasRoom = begun.size() < MOST_LABELS || begun.containsKey(label);
    counts.merge(hasRoom ? label : OTHER, 1L, Long::sum);
  }

  /**
   * What was counted.
   *
   * @param leftOut events that were never told of
   */
  RecordingFacts.Events of(String stream, long leftOut) {
    return new RecordingFacts.Events(stream, open.size(), begun, ended, merged, cut, leftOut);
  }
}
