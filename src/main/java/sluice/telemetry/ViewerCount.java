package sluice.telemetry;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The count of clients that watch live pictures, over sockets and as MJPEG, with a limit.
 * Thread-safe.
 */
public final class ViewerCount {
  private final AtomicInteger count = new AtomicInteger();

  /** Counts a client, unless the limit is reached; a counted client leaves once. */
  public boolean enter(int most) {
    return count.getAndUpdate(now -> now < most ? now + 1 : now) < most;
  }

  public void leave() {
    count.decrementAndGet();
  }

  /** Clients that watch now. */
  public int count() {
    return count.get();
  }
}
