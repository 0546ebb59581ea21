package sluice.stage.sink;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sluice.core.HandOffQueue.OverflowStrategy;

/**
 * Bounded queue between a stream and its sink: shares of results and events, in the order in which
 * they were told. Events, which nobody can hold back, have room of their own, and no result takes
 * it. All methods may be called from any thread, none blocks.
 */
final class SinkQueue {
  /** Events that may wait. */
  static final int EVENTS = 1_024;

  private final int capacity;
  private final OverflowStrategy whenFull;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<SinkEntry> entries;
  private int items;
  private long lost;
  private boolean completed;
  private boolean closed;
  private @Nullable Runnable spaceWaiter;

  /**
   * An empty queue.
   *
   * @param capacity results that may wait, at least 1
   * @param whenFull whether one more is refused, or takes the place of the oldest
   * @throws IllegalArgumentException when the capacity is below 1
   */
  SinkQueue(int capacity, OverflowStrategy whenFull) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: >= 1)");
    }
    this.capacity = capacity;
    this.whenFull = whenFull;
    this.entries = new ArrayDeque<>(capacity);
  }

  /**
   * Puts a share of a result. Where it takes the place of the oldest, that is closed and counted.
   *
   * @return false when there is no room or the consumer has gone; the item is then still the
   *     caller's
   */
  boolean offer(SinkItem item) {
    SinkItem replaced = null;
    lock.lock();
    try {
      if (closed || (items >= capacity && whenFull == OverflowStrategy.WAIT)) {
        return false;
      }
      if (items >= capacity) {
        replaced = removeOldestItem();
        lost++;
      } else {
        items++;
      }
      entries.add(item);
    } finally {
      lock.unlock();
    }
    if (replaced != null) {
      replaced.close();
    }
    return true;
  }

  private @Nullable SinkItem removeOldestItem() {
    Iterator<SinkEntry> each = entries.iterator();
    while (each.hasNext()) {
      if (each.next() instanceof SinkItem item) {
        each.remove();
        return item;
      }
    }
    return null;
  }

  /**
   * Puts an event; where there are too many it is lost and counted.
   *
   * @return false when the consumer has gone
   */
  boolean add(SinkEvent event) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      if (entries.size() - items >= EVENTS) {
        lost++;
      } else {
        entries.add(event);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** What found no room so far, or was replaced by something newer. */
  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** The oldest, which the caller closes; null when there is none, or the consumer has gone. */
  @Nullable SinkEntry poll() {
    SinkEntry next;
    Runnable wake = null;
    lock.lock();
    try {
      next = entries.poll();
      if (next instanceof SinkItem) {
        items--;
        wake = spaceWaiter;
        spaceWaiter = null;
      }
    } finally {
      lock.unlock();
    }
    if (wake != null) {
      wake.run();
    }
    return next;
  }

  /**
   * Calls back once, as soon as there is room for a result or the consumer has gone; at once if
   * that is so already. A later call replaces an earlier.
   */
  void whenSpace(Runnable wake) {
    lock.lock();
    try {
      if (items >= capacity && !closed) {
        spaceWaiter = wake;
        return;
      }
    } finally {
      lock.unlock();
    }
    wake.run();
  }

  /** Says that no more follows; what waits can still be taken. */
  void complete() {
    lock.lock();
    try {
      completed = true;
    } finally {
      lock.unlock();
    }
  }

  /** The consumer goes: what waits is closed, later entries are refused. */
  void close() {
    List<SinkEntry> left;
    Runnable wake;
    lock.lock();
    try {
      closed = true;
      left = new ArrayList<>(entries);
      entries.clear();
      items = 0;
      wake = spaceWaiter;
      spaceWaiter = null;
    } finally {
      lock.unlock();
    }
    left.forEach(SinkEntry::close);
    if (wake != null) {
      wake.run();
    }
  }

  /** Whether nothing is left and nothing will come. */
  boolean isAtEnd() {
    lock.lock();
    try {
      return entries.isEmpty() && (completed || closed);
    } finally {
      lock.unlock();
    }
  }

  /** Whether the consumer has gone. */
  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
