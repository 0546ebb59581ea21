package sluice.config.settings;

/** What happens to frames that come faster than they are worked on. */
public enum Delivery {
  /** Every frame is worked on; the source waits. */
  EVERY,
  /** Only the newest frame is worked on; the source doesn't wait, older frames are dropped. */
  LATEST
}
