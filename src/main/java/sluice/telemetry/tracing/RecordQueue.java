package sluice.telemetry.tracing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue between streams and the thread that sends spans. It is measured in spans, those
 * that are being sent among them: memory is bounded, however slow the collector is. Thread-safe.
 */
final class RecordQueue {
  private final int capacity;
  private final SpanCounts counts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<TraceRecord> records = new ArrayDeque<>();
  private int waiting; // spans of the records
  private int taken; // spans of records that are being sent
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity spans
   * @param counts where spans are counted that have no room
   */
  RecordQueue(int capacity, SpanCounts counts) {
    this.capacity = capacity;
    this.counts = counts;
  }

  /** Adds a record where there is room, else counts its spans as dropped; never blocks for long. */
  void add(TraceRecord each) {
    boolean fits;
    lock.lock();
    try {
      fits = !closed && waiting + taken + each.spans() <= capacity;
      if (fits) {
        records.add(each);
        waiting += each.spans();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    if (!fits) {
      counts.dropped(each.spans());
    }
  }

  /**
   * Takes the oldest records: waits for the first, and then a while for more. They count until
   * {@link #done}.
   *
   * @param spans at which it waits no longer
   * @param millis that it waits for more
   * @return no records once it was closed and is empty
   * @throws InterruptedException when interrupted while waiting
   */
  List<TraceRecord> take(int spans, long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (records.isEmpty() && !closed) {
        changed.await();
      }
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (waiting < spans && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      List<TraceRecord> result = new ArrayList<>();
      while (!records.isEmpty() && taken < spans) {
        TraceRecord each = records.remove();
        result.add(each);
        waiting -= each.spans();
        taken += each.spans();
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  /** What was taken is held no longer. */
  void done() {
    lock.lock();
    try {
      taken = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Spans that wait or are being sent. */
  int size() {
    lock.lock();
    try {
      return waiting + taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more; what waits can still be taken. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, and counts it. */
  void clear() {
    int left;
    lock.lock();
    try {
      closed = true;
      left = waiting;
      waiting = 0;
      records.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    counts.dropped(left);
  }
}
