package sluice.core.recording;

import java.util.List;

/**
 * What of a stream is recorded within a time, in order, and thinned: gaps below a step vanish.
 *
 * @param all all that is recorded
 * @param withMotion what of it has motion or belongs to events
 * @param ofEvents what of it belongs to events, locked or not
 * @param locked what of it belongs to locked events
 */
public record RecordedTimeline(
    List<RecordedSpan> all,
    List<RecordedSpan> withMotion,
    List<RecordedSpan> ofEvents,
    List<RecordedSpan> locked) {
  /** Keeps copies of the lists. */
  public RecordedTimeline {
    all = List.copyOf(all);
    withMotion = List.copyOf(withMotion);
    ofEvents = List.copyOf(ofEvents);
    locked = List.copyOf(locked);
  }
}
