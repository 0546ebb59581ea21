package sluice.http;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the clients that watch live pictures, over sockets and as MJPEG. Thread-safe. */
final class ViewerCount {
  private final AtomicInteger count = new AtomicInteger();

  /** Counts a client, unless there are as many as may be; who was counted leaves once. */
  boolean enter(int most) {
    return count.getAndUpdate(now -> now < most ? now + 1 : now) < most;
  }

  void leave() {
    count.decrementAndGet();
  }

  /** Clients that watch now. */
  int count() {
    return count.get();
  }
}
