package sluice.core.recording;

/** What of a stream is recorded. */
public enum RecordingMode {
  /** Nothing. */
  OFF,
  /** What is before, in and after its events. */
  EVENTS,
  /** All. */
  CONTINUOUS
}
