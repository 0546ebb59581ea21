package sluice.recording;

import java.util.concurrent.atomic.AtomicLong;

/** What is measured of a store. Thread-safe; never blocks. */
final class StoreFigures {
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong syncs = new AtomicLong();
  private final AtomicLong syncNanos = new AtomicLong();
  private volatile long freeBytes = -1;

  /** All files together have so many bytes, and so many may still be written to the disk. */
  void measured(long all, long free) {
    bytes.set(all);
    freeBytes = free;
  }

  /** A file with so many bytes was finished. */
  void grown(long by) {
    bytes.addAndGet(by);
  }

  /** The disk took so long to make a file safe. */
  void synced(long nanos) {
    syncs.incrementAndGet();
    syncNanos.addAndGet(nanos);
  }

  long bytes() {
    return bytes.get();
  }

  /** -1 before it was measured. */
  long freeBytes() {
    return freeBytes;
  }

  long syncs() {
    return syncs.get();
  }

  long syncNanos() {
    return syncNanos.get();
  }
}
