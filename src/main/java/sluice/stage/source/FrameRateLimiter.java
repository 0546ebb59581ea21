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
 * <p>For one thread.
 */
final class FrameRateLimiter {
  private final double interval;
  private boolean started;
  private double due;

  /**
   * A limit that has seen no picture.
   *
   * @param fps frames a second that pass at the most; 0 lets all pass
   */
  FrameRateLimiter(double fps) {
    interval = fps == 0 ? 0 : 1e9 / fps;
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
      due = now;
    }
    double early = Math.min((double) step, interval) / 2;
    if (now < due - early) {
      return false;
    }
    due = Math.max(due, now - interval / 2) + interval;
    return true;
  }
}
