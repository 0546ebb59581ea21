package sluice.video.decode;

import java.util.function.BooleanSupplier;

/**
 * Gives pictures times that start at 0 and always grow, whatever the input's own clock does: it may
 * say nothing, stand still for a moment, jump back at a join, or leap ahead when a camera sets its
 * clock. One thread.
 */
final class MediaClock {
  /** What the input says when it says nothing; FFmpeg's {@code AV_NOPTS_VALUE}. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long SMALLEST_STEP = 1_000;

  private final long nominalNanos;
  private final long greatestGapNanos;
  private final BooleanSupplier clockWasSet;
  private long offset;
  private long last = -1;

  /**
   * A clock before its first picture.
   *
   * @param nominalNanos how long a picture lasts, as far as the header says
   * @param greatestGapNanos a longer pause may be a clock that was set; {@link Long#MAX_VALUE}
   *     where long pauses are in order
   * @param clockWasSet asked at each longer pause whether it is one
   */
  MediaClock(long nominalNanos, long greatestGapNanos, BooleanSupplier clockWasSet) {
    this.nominalNanos = nominalNanos;
    this.greatestGapNanos = greatestGapNanos;
    this.clockWasSet = clockWasSet;
  }

  /**
   * The time of the next picture, given what the input says in nanoseconds of its own clock, or
   * {@link #UNKNOWN}.
   */
  long next(long inputNanos) {
    if (last < 0) {
      offset = inputNanos == UNKNOWN ? 0 : -inputNanos;
      last = 0;
    } else if (inputNanos == UNKNOWN) {
      last += nominalNanos;
    } else {
      last = after(inputNanos);
    }
    return last;
  }

  /**
   * The time that a later picture will have if the input's clock goes on as it does; not before the
   * first picture.
   */
  long ahead(long inputNanos) {
    return inputNanos + offset;
  }

  private long after(long inputNanos) {
    long time = inputNanos + offset;
    if (time > last && (time - last <= greatestGapNanos || !clockWasSet.getAsBoolean())) {
      return time;
    }
    boolean jitter = time <= last && last - time <= 2 * nominalNanos;
    if (jitter) {
      return last + SMALLEST_STEP;
    }
    offset = last + nominalNanos - inputNanos;
    return last + nominalNanos;
  }
}
