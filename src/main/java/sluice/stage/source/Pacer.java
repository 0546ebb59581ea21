package sluice.stage.source;

import java.util.concurrent.TimeUnit;

/**
 * Holds frames back until their time has come, counted from the first one. The schedule is
 * absolute: a frame that is late delays none after it.
 *
 * <p>For one thread.
 */
final class Pacer {
  /**
   * The longest gap between the timestamps of two pictures. A longer one is rather a damaged one
   * than a recording of nothing, and is cut to this.
   */
  static final long MAX_GAP_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PaceClock clock;
  private boolean started;
  private long offset;
  private long last;

  Pacer(PaceClock clock) {
    this.clock = clock;
  }

  /**
   * Takes note of a picture that isn't waited for: gaps are those between all pictures.
   *
   * @param time the picture's media time, nanoseconds
   */
  void skip(long time) {
    if (!started) {
      started = true;
      offset = clock.nanoTime() - time;
    } else if (time - last > MAX_GAP_NANOS) {
      offset -= time - last - MAX_GAP_NANOS;
    }
    last = time;
  }

  /**
   * Waits until shortly before a frame is due, which {@link #await} is to be asked for later; takes
   * no note of it. Returns at once before the first frame.
   *
   * @param time the frame's media time, nanoseconds
   * @param early how long before its time, nanoseconds
   * @throws InterruptedException when interrupted while waiting
   */
  void rest(long time, long early) throws InterruptedException {
    if (started) {
      clock.waitUntil(Math.min(time, last + MAX_GAP_NANOS) + offset - early);
    }
  }

  /**
   * Waits until a frame is due; returns at once for the first one and for late ones.
   *
   * @param time the frame's media time, nanoseconds
   * @return how late it is, nanoseconds; 0 for one that was waited for
   * @throws InterruptedException when interrupted while waiting
   */
  long await(long time) throws InterruptedException {
    skip(time);
    long due = time + offset;
    long late = Math.max(0, clock.nanoTime() - due);
    clock.waitUntil(due);
    return late;
  }
}
