package sluice.stage.source;

/** What happens to frames that come faster than they are asked for. */
public enum Delivery {
  /** Each frame is delivered; the decoder waits. For files. */
  EVERY,
  /** The newest frame is delivered; older ones that no one asked for are dropped. For cameras. */
  LATEST
}
