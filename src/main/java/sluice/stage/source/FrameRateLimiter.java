package sluice.stage.source;

/**
 * Frame rate limiter: drops pictures down to a target rate by their media time, by the generic cell
 * rate algorithm (ITU-T I.371) with each picture as a cell. The next due time advances by the
 * target interval with each picture that passes, not from the picture's own time: the rate is met
 * over any length without drift.
 *
 * <p>A picture passes up to half a frame of the source early: so the one nearest to the due time is
 * taken, and timestamps rounded by their container can't shift the rhythm. A source that is slower
 * or jitters leaves the due time at most half a target interval behind, so that nothing is dropped
 * for coming late and no burst passes after a silence.
 *
 * <p>Limiters of many streams that start at the same time are spread by a phase: the second picture
 * of each is due that much later than an interval after its first, and the rest follow.
 *
 * <p>For one thread.
 */
final class FrameRateLimiter {
  private final double interval;
  private final double phase;
  private boolean started;
  private double due;

  /**
   * A limit that has seen no picture.
   *
   * @param fps frames a second that pass at the most; 0 lets all pass
   * @param phase by how much of an interval the second picture is later than it could be, 0 to 1
   */
  FrameRateLimiter(double fps, double phase) {
    interval = fps == 0 ? 0 : 1e9 / fps;
    this.phase = phase * interval;
  }

  private FrameRateLimiter(FrameRateLimiter other) {
    interval = other.interval;
    phase = other.phase;
    started = other.started;
    due = other.due;
  }

  /**
   * Whether a picture passes.
   *
   * @param time its media time, nanoseconds
   * @param step how long a frame of the source lasts, nanoseconds
   */
  boolean admits(long time, long step) {
    if (interval == 0) {
      return true;
    }
    double now = (double) time;
    if (!started) {
      started = true;
      due = now + phase + interval;
      return true;
    }
    if (now < due - early(step)) {
      return false;
    }
    due = Math.max(due, now - interval / 2) + interval;
    return true;
  }

  private double early(long step) {
    return Math.min((double) step, interval) / 2;
  }

  /** The least time between two pictures over any length, nanoseconds; 0 where all pass. */
  double interval() {
    return interval;
  }

  /**
   * No picture passes before this media time, nanoseconds.
   *
   * @param step how long a frame of the source lasts, nanoseconds
   */
  long earliest(long step) {
    return started ? (long) (due - early(step)) : Long.MIN_VALUE;
  }

  /** One that goes on from the same state by itself. */
  FrameRateLimiter copy() {
    return new FrameRateLimiter(this);
  }

  /** Takes the state of another limiter of the same rate over. */
  void set(FrameRateLimiter other) {
    started = other.started;
    due = other.due;
  }
}
