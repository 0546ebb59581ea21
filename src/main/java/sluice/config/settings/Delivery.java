package sluice.config.settings;

/** Delivery policy: what happens to frames that come faster than they are processed. */
public enum Delivery {
  /** Every frame is worked on; the source waits. */
  EVERY,
  /** Only the newest frame is worked on; the source doesn't wait, older frames are dropped. */
  LATEST
}
