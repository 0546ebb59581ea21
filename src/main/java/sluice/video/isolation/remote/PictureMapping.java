package sluice.video.isolation.remote;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.sandbox.SealedMemory;

/**
 * The memory that a decoder's process writes pictures to, mapped for reading. Its process refers to
 * it, and each picture does; it is unmapped with the last. Thread-safe.
 */
final class PictureMapping {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final MemorySegment memory;
  private final AtomicInteger references = new AtomicInteger(1);

  private PictureMapping(MemorySegment memory) {
    this.memory = memory;
  }

  /** Maps memory, with one reference; the descriptor stays the caller's. */
  static PictureMapping of(SealedMemory shared) {
    PictureMapping view = new PictureMapping(shared.mapReadOnly());
    OPEN.incrementAndGet();
    return view;
  }

  /** Views of the whole process that are mapped; for tests. */
  static int open() {
    return OPEN.get();
  }

  /**
   * A part, which stays readable until {@link #release}; the caller's reference.
   *
   * @param offset checked by the caller to be within the shared memory, as is its end
   */
  MemorySegment take(long offset, long bytes) {
    references.incrementAndGet();
    return memory.asSlice(offset, bytes);
  }

  /** Gives a reference back; called once for each. */
  void release() {
    if (references.decrementAndGet() == 0) {
      SealedMemory.unmap(memory);
      OPEN.decrementAndGet();
    }
  }
}
