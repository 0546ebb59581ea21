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
   * The longest wait for one frame. A longer gap between timestamps is rather a damaged one than a
   * recording of nothing, and is cut to this.
   */
  static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final PaceClock clock;
  private boolean started;
  private long offset;

  Pacer(PaceClock clock) {
    this.clock = clock;
  }

  /**
   * Waits until a frame is due; returns at once for the first one and for late ones.
   *
   * @param time the frame's media time, nanoseconds
   * @throws InterruptedException when interrupted while waiting
   */
  void await(long time) throws InterruptedException {
    long now = clock.nanoTime();
    if (!started) {
      started = true;
      offset = now - time;
    }
    if (time + offset - now > MAX_WAIT_NANOS) {
      offset = now + MAX_WAIT_NANOS - time;
    }
    clock.waitUntil(time + offset);
  }
}
