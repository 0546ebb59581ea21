package sluice.core;

/** What happens to the frames of a source that come faster than they are asked for. */
public enum Delivery {
  /** Each frame is delivered; the decoder waits. For files. */
  EVERY,
  /** The newest frame is delivered; older ones that no one asked for are dropped. For cameras. */
  LATEST
}
