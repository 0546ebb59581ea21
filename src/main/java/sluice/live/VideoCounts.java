package sluice.live;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What all who watch video have had so far, and what is held for them now. Thread-safe. */
final class VideoCounts {
  private final long mostHeld;
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger watchers = new AtomicInteger();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final LongAdder large = new LongAdder();

  /**
   * Nothing yet.
   *
   * @param mostHeld bytes that may be held and wait, over all streams
   */
  VideoCounts(long mostHeld) {
    this.mostHeld = mostHeld;
  }

  /** So many bytes more are held, or fewer. */
  void held(long more) {
    held.addAndGet(more);
  }

  /** Bytes that are held and wait now, over all streams. */
  long held() {
    return held.get();
  }

  /** Whether a group may be held for those who come: others must be able to wait meanwhile. */
  boolean hasRoomForGroups() {
    return held.get() <= mostHeld / 2;
  }

  /** Whether too many are held, over all streams. */
  boolean isFull() {
    return held.get() > mostHeld;
  }

  void came() {
    watchers.incrementAndGet();
  }

  void left() {
    watchers.decrementAndGet();
  }

  void sent(long more) {
    bytes.add(more);
  }

  void skipped(SkipCause cause, int groups) {
    adder(cause).add(groups);
  }

  int watchers() {
    return watchers.get();
  }

  long bytes() {
    return bytes.sum();
  }

  long skipped(SkipCause cause) {
    return adder(cause).sum();
  }

  private LongAdder adder(SkipCause cause) {
    return switch (cause) {
      case SLOW -> slow;
      case LARGE -> large;
    };
  }
}
