package sluice.stage.sink.delivery;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import sluice.core.HandOffQueue.OverflowStrategy;

/**
 * Bounded queue between a stream and the spool's thread. Events and states, which nobody can hold
 * back, have room of their own. Thread-safe; nothing blocks.
 */
final class PendingQueue {
  /** Frames that may wait. */
  static final int FRAMES = 64;

  /** Events and states that may wait. */
  static final int EVENTS = 1_024;

  /**
   * Events that may wait until a stream that can wait does so: the rest is for one that is late.
   */
  private static final int EVENTS_TO_WAIT_AT = EVENTS / 2;

  private final OverflowStrategy whenFull;
  private final ArrayDeque<PendingMessage> queue = new ArrayDeque<>();
  private int frames;
  private long lost;
  private @Nullable Runnable spaceWaiter;

  /** An empty queue. */
  PendingQueue(OverflowStrategy whenFull) {
    this.whenFull = whenFull;
  }

  /**
   * Puts a frame.
   *
   * @return false when there is no room and the stream is to wait
   */
  synchronized boolean offer(PendingMessage frame) {
    if (isFull()) {
      return false;
    }
    if (frames >= FRAMES) {
      dropOldestFrame();
    }
    queue.add(frame);
    frames++;
    return true;
  }

  /** Whether a stream is to wait: no more frames find room, or too many events wait. */
  synchronized boolean isFull() {
    return whenFull == OverflowStrategy.WAIT
        && (frames >= FRAMES || queue.size() - frames >= EVENTS_TO_WAIT_AT);
  }

  private void dropOldestFrame() {
    frames--;
    dropOldest(true);
  }

  private void dropOldest(boolean frame) {
    var each = queue.iterator();
    while (each.hasNext()) {
      if (each.next().isFrame() == frame) {
        each.remove();
        lost++;
        return;
      }
    }
  }

  /**
   * Puts an event or a state. Where there are too many the oldest is lost and counted, so that what
   * the far side hears last is how things are.
   */
  synchronized void add(PendingMessage event) {
    if (queue.size() - frames >= EVENTS) {
      dropOldest(false);
    }
    queue.add(event);
  }

  /** Gives up what waits; it is counted as lost. Whoever waits for room is called. */
  void clear() {
    Runnable wake;
    synchronized (this) {
      lost += queue.size();
      queue.clear();
      frames = 0;
      wake = spaceWaiter;
      spaceWaiter = null;
    }
    if (wake != null) {
      wake.run();
    }
  }

  /** The oldest; null where there is none, or its picture isn't ready: no other overtakes it. */
  @Nullable PendingMessage poll() {
    PendingMessage next;
    Runnable wake = null;
    synchronized (this) {
      PendingMessage oldest = queue.peek();
      next = oldest != null && oldest.picture().isReady() ? queue.poll() : null;
      if (next != null && next.isFrame()) {
        frames--;
      }
      if (!isFull()) {
        wake = spaceWaiter;
        spaceWaiter = null;
      }
    }
    if (wake != null) {
      wake.run();
    }
    return next;
  }

  /** Calls back once, as soon as there is room for a frame; at once if there is. */
  void whenSpace(Runnable wake) {
    synchronized (this) {
      if (isFull()) {
        spaceWaiter = wake;
        return;
      }
    }
    wake.run();
  }

  /** Whether nothing waits. */
  synchronized boolean isEmpty() {
    return queue.isEmpty();
  }

  /** What found no room, or was replaced by newer ones. */
  synchronized long lost() {
    return lost;
  }
}
