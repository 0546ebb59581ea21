package sluice.config.sink;

/** Which frames a sink tells of. */
public enum FrameChoice {
  /** Those in which something was found. */
  DETECTIONS,
  /** Those at which the number of what was found changed, by label, and has held for a while. */
  CHANGES,
  /** Every one, also without anything in it. */
  ALL
}
