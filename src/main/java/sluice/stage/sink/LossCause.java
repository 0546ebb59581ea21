package sluice.stage.sink;

import java.util.Locale;

/**
 * Why a result was not written. Every lost result is counted under exactly one cause; under {@link
 * #PICTURE} are those that were written.
 */
public enum LossCause {
  /** A newer one took its place before it could be written. */
  TOO_SLOW,
  /** The sink hung in an earlier one, and there was no room. */
  HUNG,
  /** It could not be written, or the sink waited for its next attempt after a failure. */
  FAILED,
  /** It was written into a file that had been deleted, moved away or cut. */
  GONE,
  /** It waited for the far side, and the spool had no more room. */
  SPOOL_FULL,
  /** It waited for the far side for longer than it may. */
  EXPIRED,
  /** It was damaged on the disk while it waited. */
  DAMAGED,
  /** The far side will never take it; it is in the sink's dead-letter file. */
  REFUSED,
  /** Only its picture was lost, for there was no room: the rest was written. */
  PICTURE;

  /** The cause in JSON: {@code too-slow}, {@code hung}, {@code spool-full} and so on. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
