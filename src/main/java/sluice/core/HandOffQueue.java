package sluice.core;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded hand-off queue of elements that own native memory, from one producer to one consumer,
 * each of which may block or be woken.
 *
 * <p>Every element ends in exactly one pair of hands: the consumer's, or the {@link Discard} of
 * this hand-off (when it is replaced, refused because the consumer has gone, or left over at the
 * end). All methods may be called from any thread; callbacks and discards run on the thread that
 * caused them, outside the lock, and must not block.
 *
 * @param <T> what is handed over
 */
public final class HandOffQueue<T> {

  /** What a full hand-off does with the next element. */
  public enum OverflowStrategy {
    /** The producer waits: nothing is lost. */
    WAIT,
    /** The oldest element is discarded: what the consumer gets is fresh. */
    DROP_OLDEST
  }

  /** Why an element did not reach the consumer. */
  public enum Reason {
    /** A newer one took its place. */
    REPLACED,
    /** A newer one of the same turn took its place: {@link #refresh}. */
    REFRESHED,
    /** The consumer has gone. */
    CLOSED
  }

  /** Takes over elements that the consumer will never see, and closes and counts them. */
  @FunctionalInterface
  public interface Discard<T> {
    /** Called once for each such element. */
    void discard(T element, Reason reason);
  }

  private final int capacity;
  private final OverflowStrategy whenFull;
  private final Discard<? super T> discard;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<T> queue;
  private boolean completed;
  private boolean closed;
  private @Nullable Throwable failure;
  private @Nullable Runnable availableWaiter;
  private @Nullable Runnable spaceWaiter;

  /**
   * An empty hand-off.
   *
   * @param capacity elements that wait at the most, at least 1
   * @param whenFull what happens to one more
   * @param discard takes over what the consumer will not see
   * @throws IllegalArgumentException when the capacity is below 1
   */
  public HandOffQueue(int capacity, OverflowStrategy whenFull, Discard<? super T> discard) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    this.capacity = capacity;
    this.whenFull = whenFull;
    this.discard = discard;
    this.queue = new ArrayDeque<>(capacity);
  }

  /**
   * Hands an element over, waiting for room where the policy says so. The element is given away in
   * every case.
   *
   * <p>A producer that had to wait goes on when half of the room is free, so that it works in
   * bursts: fewer wake-ups, and its code and data are still in the caches for the second element.
   *
   * @return whether the consumer may still want more; false once it has gone
   * @throws InterruptedException when interrupted while waiting; the element was discarded then
   */
  public boolean put(T element) throws InterruptedException {
    T replaced = null;
    Runnable wake = null;
    boolean accepted = false;
    lock.lock();
    try {
      if (whenFull == OverflowStrategy.WAIT && queue.size() >= capacity) {
        while (!closed && queue.size() > capacity / 2) {
          changed.await();
        }
      }
      if (!closed) {
        if (queue.size() >= capacity) {
          replaced = queue.poll();
        }
        wake = enqueue(element);
        accepted = true;
      }
    } finally {
      lock.unlock();
      if (!accepted) {
        discard.discard(element, Reason.CLOSED);
      }
    }
    if (replaced != null) {
      discard.discard(replaced, Reason.REPLACED);
    }
    run(wake);
    return accepted;
  }

  /**
   * Hands an element over if there is room at once; never blocks, whatever the policy.
   *
   * @return false when it is full or the consumer has gone; the element is then still the caller's
   */
  public boolean offer(T element) {
    Runnable wake;
    lock.lock();
    try {
      if (closed || queue.size() >= capacity) {
        return false;
      }
      wake = enqueue(element);
    } finally {
      lock.unlock();
    }
    run(wake);
    return true;
  }

  /**
   * Puts an element in the place of the one that waits and came last, which is discarded. Never
   * blocks.
   *
   * @return false when none waits or the consumer has gone; the element is then still the caller's
   */
  public boolean refresh(T element) {
    T replaced;
    lock.lock();
    try {
      replaced = queue.pollLast(); // none once it is closed
      if (replaced == null) {
        return false;
      }
      queue.add(element);
    } finally {
      lock.unlock();
    }
    discard.discard(replaced, Reason.REFRESHED);
    return true;
  }

  /** Says that no more elements follow; those that wait are still delivered. */
  public void complete() {
    end(null);
  }

  /**
   * Says that the producer failed; elements that wait are still delivered before the failure shows.
   */
  public void fail(Throwable cause) {
    end(cause);
  }

  /** The next element, or null when there is none now. */
  public @Nullable T poll() {
    T element;
    Runnable wake = null;
    lock.lock();
    try {
      element = queue.poll();
      if (element != null) {
        wake = spaceWaiter;
        spaceWaiter = null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    run(wake);
    return element;
  }

  /**
   * The next element, waiting for it; null when no more will come.
   *
   * @throws InterruptedException when interrupted while waiting
   */
  public @Nullable T take() throws InterruptedException {
    lock.lock();
    try {
      while (queue.isEmpty() && !completed && !closed) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
    return poll();
  }

  /**
   * Calls back once, as soon as there is an element or the end is reached; at once if that is so
   * already. A later call replaces an earlier one that was not called back yet, so at most one
   * wake-up is pending.
   */
  public void whenAvailable(Runnable wake) {
    lock.lock();
    try {
      if (queue.isEmpty() && !completed && !closed) {
        availableWaiter = wake;
        return;
      }
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /**
   * Calls back once, as soon as there is room for an element or the consumer has gone; at once if
   * that is so already.
   */
  public void whenSpace(Runnable wake) {
    lock.lock();
    try {
      if (queue.size() >= capacity && !closed) {
        spaceWaiter = wake;
        return;
      }
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /** Whether the producer has ended and every element was taken. */
  public boolean isDrained() {
    lock.lock();
    try {
      return completed && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the consumer has gone. */
  public boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Why the producer ended; null while it runs or where it ended in order. */
  public @Nullable Throwable failure() {
    lock.lock();
    try {
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Elements that wait now. */
  public int size() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The consumer goes: what waits is discarded, a waiting producer is let go, later elements are
   * discarded on arrival.
   */
  public void close() {
    ArrayDeque<T> left;
    Runnable wake;
    lock.lock();
    try {
      closed = true;
      left = new ArrayDeque<>(queue);
      queue.clear();
      wake = spaceWaiter;
      spaceWaiter = null;
      availableWaiter = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    left.forEach(element -> discard.discard(element, Reason.CLOSED));
    run(wake);
  }

  private void end(@Nullable Throwable cause) {
    Runnable wake;
    lock.lock();
    try {
      if (!completed) {
        completed = true;
        failure = cause;
      }
      wake = availableWaiter;
      availableWaiter = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    run(wake);
  }

  private @Nullable Runnable enqueue(T element) {
    queue.add(element);
    changed.signalAll();
    Runnable wake = availableWaiter;
    availableWaiter = null;
    return wake;
  }

  private static void run(@Nullable Runnable callback) {
    if (callback != null) {
      callback.run();
    }
  }
}
