package sluice.stage.events;

import java.time.Instant;
import java.util.List;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPhase;
import sluice.core.recording.RecordedEvent;

/**
 * An event began, changed or ended.
 *
 * @param phase which of that
 * @param timestampNanos media time of the result with which it is told
 * @param at when the decoder had that result's picture
 * @param event as it is now
 * @param parts those that have changed since it was told last
 */
public record EventChange(
    EventPhase phase, long timestampNanos, Instant at, RecordedEvent event, List<EventPart> parts) {
  /** Keeps a copy of the list. */
  public EventChange {
    parts = List.copyOf(parts);
  }
}
