package sluice.core.recording;

import java.time.Instant;
import java.util.List;

/**
 * A part of an event: a long one has several.
 *
 * @param number from 1, in their order
 * @param startsAt its begin
 * @param endsAt its end so far
 * @param path where the object was, thinned
 */
public record EventPart(int number, Instant startsAt, Instant endsAt, List<EventPoint> path) {
  /** Keeps a copy of the list. */
  public EventPart {
    path = List.copyOf(path);
  }
}
