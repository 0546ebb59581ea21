package sluice.core.message;

import java.util.Locale;

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
  /** A stream's state changed, or the stream was removed. */
  STATE,
  /** Nothing: somebody tries the connection. */
  TEST;

  /** The kind in settings and messages: {@code detections}, {@code object} and so on. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
