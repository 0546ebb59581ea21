package sluice.stage.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A clock that a test moves; waiting either moves it to the awaited moment or blocks until the test
 * does.
 */
final class ManualClock implements PaceClock {
  private final boolean blocking;
  private final List<Long> waits = new ArrayList<>();
  private long now = 1_000_000;
  private boolean waiting;

  private ManualClock(boolean blocking) {
    this.blocking = blocking;
  }

  /** Waiting takes no time: the clock jumps to the moment that is waited for. */
  static ManualClock jumping() {
    return new ManualClock(false);
  }

  /** Waiting blocks until the clock is advanced. */
  static ManualClock blocking() {
    return new ManualClock(true);
  }

  synchronized void advance(long nanos) {
    now += nanos;
    notifyAll();
  }

  synchronized boolean isWaiting() {
    return waiting;
  }

  /** How long each wait was to last, nanoseconds; 0 for those that were due. */
  synchronized List<Long> waits() {
    return List.copyOf(waits);
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Instant now() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public synchronized void waitUntil(long nanoTime) throws InterruptedException {
    waits.add(Math.max(0, nanoTime - now));
    if (!blocking) {
      now = Math.max(now, nanoTime);
      return;
    }
    waiting = true;
    try {
      while (now < nanoTime) {
        wait();
      }
    } finally {
      waiting = false;
    }
  }
}
