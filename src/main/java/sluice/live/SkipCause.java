package sluice.live;

import java.util.Locale;

/** Why groups of pictures were not sent to somebody who watches. */
public enum SkipCause {
  /** Too many groups waited for a client that takes them too slowly. */
  SLOW,
  /** Too many bytes did, for it or for all together. */
  LARGE;

  /** As metrics name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
