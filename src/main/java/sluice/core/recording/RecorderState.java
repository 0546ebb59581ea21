package sluice.core.recording;

import java.util.Locale;

/**
 * How a stream's recording is.
 *
 * @param condition in a word
 * @param reason why, for people; empty while it records
 */
public record RecorderState(Condition condition, String reason) {
  /** In a word. */
  public enum Condition {
    /** It waits for the source, or for its next key frame. */
    WAITING,
    /** It records. */
    RECORDING,
    /** It can't, and tries again by itself. */
    INTERRUPTED,
    /** This source can't be recorded. */
    UNSUPPORTED;

    /** As a label of metrics and the API have it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** It waits. */
  public static final RecorderState WAITING = new RecorderState(Condition.WAITING, "");

  /** It records. */
  public static final RecorderState RECORDING = new RecorderState(Condition.RECORDING, "");

  /** It tries again by itself. */
  public static RecorderState interrupted(String reason) {
    return new RecorderState(Condition.INTERRUPTED, reason);
  }

  /** It can't be. */
  public static RecorderState unsupported(String reason) {
    return new RecorderState(Condition.UNSUPPORTED, reason);
  }
}
