package sluice.core;

import java.util.Locale;

/** Why a frame was given up on purpose. Every dropped frame is counted under exactly one cause. */
public enum DropCause {
  /** Above the frame rate that was asked for. */
  RATE,
  /** A newer frame of a live source took its place before anybody asked for it. */
  OVERLOAD,
  /** Older than the greatest age allowed when its turn came. */
  MAX_AGE,
  /** The stream was stopped before its turn came. */
  STOPPED;

  /**
   * The cause as users see it: {@code rate}, {@code overload}, {@code max-age}, {@code stopped}.
   */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
