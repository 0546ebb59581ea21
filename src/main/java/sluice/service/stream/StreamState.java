package sluice.service.stream;

import java.util.Locale;

/** State of a stream in its lifecycle. */
public enum StreamState {
  /** Its source is being opened. */
  STARTING,
  /** Its source is open; the model is not ready. */
  WAITING_FOR_MODEL,
  /** Frames flow. */
  RUNNING,
  /** Its source failed or fell silent; it is tried again. */
  RETRYING,
  /** It is paused until it is resumed. */
  PAUSED,
  /** Its recording has been worked through. */
  COMPLETED,
  /** It is not enabled, or is being removed. */
  STOPPED,
  /** It can't work as it is set; its configuration has to be changed. */
  FAILED;

  /** Whether it stays as it is until somebody asks for something else. */
  boolean isResting() {
    return switch (this) {
      case PAUSED, COMPLETED, STOPPED, FAILED -> true;
      case STARTING, WAITING_FOR_MODEL, RUNNING, RETRYING -> false;
    };
  }

  /** The state as users see it: {@code starting}, {@code waiting-for-model} … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
