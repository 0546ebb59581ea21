package sluice.stage.source;

/**
 * The media time of a stream: starts at 0 and only grows. The passes of a looped source are joined
 * one frame apart; within a pass the source's timestamps, which grow, are kept.
 *
 * <p>For one thread.
 */
final class MediaTimeline {
  /** How long a frame lasts where nothing tells; FFmpeg's value for images without a rate. */
  static final long DEFAULT_STEP_NANOS = 40_000_000L;

  private long offset;
  private long last = -1;
  private long step = DEFAULT_STEP_NANOS;
  private boolean joining = true;

  /**
   * Begins another pass over the source; its first picture follows the last one.
   *
   * @param frameRate frames a second by the source's header, 0 where it names none
   */
  void startPass(double frameRate) {
    joining = true;
    step = frameRate > 0 ? Math.round(1e9 / frameRate) : DEFAULT_STEP_NANOS;
  }

  /**
   * The next picture's media time, nanoseconds; greater than the one before.
   *
   * @param timestamp the picture's time in its source, nanoseconds
   */
  long next(long timestamp) {
    if (joining) {
      offset = (last < 0 ? 0 : last + step) - timestamp;
      joining = false;
    }
    last = timestamp + offset;
    return last;
  }

  /** The media time that a later picture of this pass will have, nanoseconds. */
  long expected(long timestamp) {
    return timestamp + offset;
  }

  /** The time in its source of a picture of this pass, given its media time; nanoseconds. */
  long timestamp(long time) {
    return time - offset;
  }

  /** How long a frame lasts by the header, nanoseconds. */
  long step() {
    return step;
  }
}
