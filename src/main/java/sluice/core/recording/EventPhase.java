package sluice.core.recording;

/** Where the life of an event has come to. */
public enum EventPhase {
  /** It has begun. */
  NEW,
  /** Something of it has changed, or it goes on after it had ended. */
  UPDATE,
  /** It has ended. */
  END
}
