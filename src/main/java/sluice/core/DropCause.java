package sluice.core;

import java.util.Locale;

/**
 * Why a frame was dropped on purpose. Every dropped frame is counted under exactly one cause. A
 * constant here is all that JSON, metrics, history and reports need of a new cause.
 */
public enum DropCause {
  /** Above the frame rate that was asked for. */
  RATE("above the frame rate that was asked for (`detect-fps`)"),
  /** Nothing moved in it. */
  GATED("nothing moved in it (`motion`)"),
  /** A newer frame of a live source took its place before it was requested. */
  OVERLOAD("a newer frame of a live source took its place before it was asked for"),
  /** Older than the greatest age allowed when its turn came. */
  MAX_AGE("older than `max-age` when its turn came"),
  /** The stream was stopped before its turn came. */
  STOPPED("the stream was stopped before its turn came");

  private final String description;

  DropCause(String description) {
    this.description = description;
  }

  /**
   * The cause in JSON and metrics: {@code rate}, {@code gated}, {@code overload}, {@code max-age},
   * {@code stopped}.
   */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it says, for documentation. */
  public String description() {
    return description;
  }
}
