package sluice.core.recording;

import java.util.List;

/**
 * What of a stream is recorded within a time, in order, and thinned: gaps below a step vanish.
 *
 * @param all all that is recorded
 * @param ofEvents what of it belongs to events, locked or not
 * @param locked what of it belongs to locked events
 */
public record RecordedTimeline(
    List<RecordedSpan> all, List<RecordedSpan> ofEvents, List<RecordedSpan> locked) {
  /** Keeps copies of the lists. */
  public RecordedTimeline {
    all = List.copyOf(all);
    ofEvents = List.copyOf(ofEvents);
    locked = List.copyOf(locked);
  }
}
