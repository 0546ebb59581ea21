package sluice.video.isolation.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * Pictures of one process that are in use here, and those that go back to it with the next order.
 * Thread-safe.
 */
final class BorrowedPictures {
  private static final long[] NONE = {};

  private final AtomicInteger held = new AtomicInteger();
  private final BlockingQueue<Long> freed = new LinkedBlockingQueue<>();

  /** A picture came. */
  void hold() {
    ProtocolException.within(
        "the number of pictures in use", held.incrementAndGet(), 1, Limits.PICTURES);
  }

  /** Nobody refers to a picture any more. */
  void free(long offset) {
    held.decrementAndGet();
    freed.add(offset);
  }

  /** Pictures that are in use. */
  int number() {
    return held.get();
  }

  /** What goes back, at most as many as an order may name; each is returned once. */
  long[] takeFreed() {
    if (freed.isEmpty()) {
      return NONE;
    }
    List<Long> taken = new ArrayList<>();
    freed.drainTo(taken, Limits.PICTURES);
    return taken.stream().mapToLong(Long::longValue).toArray();
  }

  /** Waits until something goes back; false where that took longer. */
  boolean awaitFreed(long millis) throws InterruptedException {
    Long first = freed.poll(millis, TimeUnit.MILLISECONDS);
    if (first == null) {
      return false;
    }
    freed.add(first);
    return true;
  }
}
