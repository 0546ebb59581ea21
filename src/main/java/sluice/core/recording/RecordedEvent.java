package sluice.core.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event: an object, or something of a label where objects aren't followed, was seen for a time.
 *
 * @param id {@code MILLIS-STREAM-N}, the milliseconds since 1970 of its begin first
 * @param stream its stream's id
 * @param label its class
 * @param object number of the object on its stream; absent where objects aren't followed
 * @param startsAt when it was seen first
 * @param endsAt when it was seen last
 * @param open whether it goes on
 * @param score the greatest confidence, 0 to 1
 * @param lines names of those that it has crossed, in their order
 * @param zones names of those that it has entered, in their order
 * @param keepsFrom begin of the video that belongs to it
 * @param keepsTo end of that video; of an open one as if it ended now
 * @param hasPicture whether a picture of it was taken
 * @param locked whether it is kept until that is undone
 */
public record RecordedEvent(
    String id,
    String stream,
    String label,
    Optional<Long> object,
    Instant startsAt,
    Instant endsAt,
    boolean open,
    float score,
    List<String> lines,
    List<String> zones,
    Instant keepsFrom,
    Instant keepsTo,
    boolean hasPicture,
    boolean locked) {
  /** Keeps copies of the lists. */
  public RecordedEvent {
    lines = List.copyOf(lines);
    zones = List.copyOf(zones);
  }

  /** The same, ended. */
  public RecordedEvent closed() {
    return new RecordedEvent(
        id,
        stream,
        label,
        object,
        startsAt,
        endsAt,
        false,
        score,
        lines,
        zones,
        keepsFrom,
        keepsTo,
        hasPicture,
        locked);
  }

  /** The same, locked or not. */
  public RecordedEvent withLock(boolean lock) {
    return new RecordedEvent(
        id,
        stream,
        label,
        object,
        startsAt,
        endsAt,
        open,
        score,
        lines,
        zones,
        keepsFrom,
        keepsTo,
        hasPicture,
        lock);
  }
}
