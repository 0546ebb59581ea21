package sluice.core.message;

import java.util.Locale;
import sluice.core.scene.SceneEvent;

/** What a message tells of. */
public enum MessageKind {
  /** What a model found in a frame. */
  DETECTIONS,
  /** An object began, changed or ended. */
  OBJECT,
  /** A line was crossed. */
  LINE,
  /** A zone was entered or left, or an object stays in it. */
  ZONE,
  /** The number of objects in a zone changed. */
  OCCUPANCY,
  /** A recorded event began, changed or ended. */
  EVENT,
  /** A stream's state changed, or the stream was removed. */
  STATE,
  /** Nothing: somebody tries the connection. */
  TEST;

  /** What kind of message tells of an event. */
  public static MessageKind of(SceneEvent event) {
    return switch (event) {
      case SceneEvent.ObjectChanged _ -> OBJECT;
      case SceneEvent.LineCrossed _ -> LINE;
      case SceneEvent.ZoneChanged _ -> ZONE;
      case SceneEvent.OccupancyChanged _ -> OCCUPANCY;
      case SceneEvent.EventChanged _ -> EVENT;
    };
  }

  /** The kind in settings and messages: {@code detections}, {@code object} and so on. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
