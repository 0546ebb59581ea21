package sluice.core.scene;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import sluice.core.Box;
import sluice.core.Direction;
import sluice.core.recording.EventPhase;
import sluice.core.recording.RecordedEvent;

/** Something that happened in a scene. Nothing is ever told of an object before its start is. */
public sealed interface SceneEvent {

  /** Media time of the frame with which it is told, in nanoseconds. */
  long timestampNanos();

  /** When the decoder had the picture of that frame. */
  Instant systemTimestamp();

  /** Where the life of an object has come to. */
  enum ObjectPhase {
    START,
    UPDATE,
    END
  }

  /** Why an object ended. */
  enum EndReason {
    /** It went out of the picture. */
    LEFT,
    /** It was not found again. */
    LOST,
    /** The stream ended, jumped in time or was connected anew. */
    STREAM
  }

  /** Where a stay in a zone has come to. */
  enum ZonePhase {
    ENTER,
    DWELL,
    EXIT
  }

  /**
   * An object as events of lines and zones name it.
   *
   * @param id its number
   * @param label its class
   * @param box where it is
   */
  record ObjectReference(long id, String label, Box box) {}

  /**
   * An object began, changed or ended.
   *
   * @param reason why it ended; absent before
   */
  record ObjectChanged(
      long timestampNanos,
      Instant systemTimestamp,
      ObjectPhase phase,
      ObjectReport object,
      Optional<EndReason> reason)
      implements SceneEvent {}

  /**
   * A line was crossed.
   *
   * @param name what a crossing that way is called
   * @param crossedAtNanos media time at which the object's path cut the line
   * @param in crossings inwards so far, with this one, of all labels
   * @param out crossings outwards so far, with this one, of all labels
   */
  record LineCrossed(
      long timestampNanos,
      Instant systemTimestamp,
      String line,
      Direction direction,
      Optional<String> name,
      ObjectReference object,
      long crossedAtNanos,
      long in,
      long out)
      implements SceneEvent {}

  /**
   * A zone was entered or left, or an object stays in it.
   *
   * @param sinceNanos media time at which the object entered
   * @param duration how long it has been in there
   * @param objectEnded whether it left because the object ended
   */
  record ZoneChanged(
      long timestampNanos,
      Instant systemTimestamp,
      String zone,
      ZonePhase phase,
      ObjectReference object,
      long sinceNanos,
      Duration duration,
      boolean objectEnded)
      implements SceneEvent {}

  /**
   * The number of objects in a zone changed and has held.
   *
   * @param counts objects inside by label
   * @param total of all labels
   * @param crowded whether they are more than is wanted
   */
  record OccupancyChanged(
      long timestampNanos,
      Instant systemTimestamp,
      String zone,
      Map<String, Integer> counts,
      int total,
      boolean crowded)
      implements SceneEvent {

    /** Keeps a copy of the counts. */
    public OccupancyChanged {
      counts = Map.copyOf(counts);
    }
  }

  /** A recorded event began, changed or ended. */
  record EventChanged(
      long timestampNanos, Instant systemTimestamp, EventPhase phase, RecordedEvent event)
      implements SceneEvent {}
}
