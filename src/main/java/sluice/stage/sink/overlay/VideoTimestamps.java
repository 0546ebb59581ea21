package sluice.stage.sink.overlay;

import java.util.concurrent.TimeUnit;

/**
 * Timestamps of a written video, from those of a source: they start at 0 and always grow. Distances
 * between frames are kept, however uneven; where the source's time jumps back (it starts over) or
 * far ahead (its clock was set), the frame follows the one before at the distance that was last
 * usual. Used by one thread.
 */
final class VideoTimestamps {
  private static final long FARTHEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final double USUAL_RATE = 25;
  private static final double NANOS_PER_SECOND = 1e9;

  private long usualStep;
  private long lastSource;
  private long last = -1;

  /**
   * An empty timeline.
   *
   * @param frameRate frames a second by the source's header, 0 where it names none
   */
  VideoTimestamps(double frameRate) {
    usualStep =
        Math.max(1, Math.round(NANOS_PER_SECOND / (frameRate > 0 ? frameRate : USUAL_RATE)));
  }

  /**
   * The video's time of the next frame, nanoseconds: 0 for the first one, then greater each time.
   */
  long next(long sourceNanos) {
    if (last < 0) {
      last = 0;
    } else {
      long step = sourceNanos - lastSource;
      if (step > 0 && step <= FARTHEST_NANOS) {
        usualStep = step;
      }
      last += usualStep;
    }
    lastSource = sourceNanos;
    return last;
  }
}
