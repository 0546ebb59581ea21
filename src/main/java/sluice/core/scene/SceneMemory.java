package sluice.core.scene;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What of a stream's scene outlives its runs: which numbers of objects were given, and how often
 * its lines were crossed. Thread-safe.
 */
public final class SceneMemory {
  private final AtomicLong lastId = new AtomicLong();
  private final LineCounts counts = new LineCounts();

  /** A number that no object has had, from 1. */
  public long nextId() {
    return lastId.incrementAndGet();
  }

  /** Crossings of its lines so far. */
  public LineCounts counts() {
    return counts;
  }
}
