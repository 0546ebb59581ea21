package sluice.stage.inference;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.TensorSet;

/**
 * The pool of tensor memory of one instance of a compiled model. It grows with what the streams
 * reserve and never shrinks: the engine frees the memory. Thread-safe.
 */
final class TensorPool {
  private final Supplier<? extends TensorMemory> factory;
  private final ArrayDeque<TensorMemory> free = new ArrayDeque<>();
  private int reserved;
  private int made;

  TensorPool(Supplier<? extends TensorMemory> factory) {
    this.factory = factory;
  }

  /** Makes sure that this many more leases can be open at the same time. */
  synchronized void reserve(int count) {
    reserved += count;
    while (made < reserved) {
      free.push(factory.get());
      made++;
    }
  }

  /** Gives a reservation back. */
  synchronized void release(int count) {
    reserved -= count;
  }

  /**
   * Leases a set; the one used last comes first, for it is warm.
   *
   * @throws IllegalStateException when more is leased than was reserved: a holder does not close
   */
  Lease lease() {
    TensorMemory memory;
    synchronized (this) {
      memory = free.poll();
    }
    if (memory == null) {
      throw new IllegalStateException("tensor pool is empty: a frame was not closed");
    }
    return new Lease(memory);
  }

  /** Leases that are open now. */
  synchronized int leased() {
    return made - free.size();
  }

  private synchronized void giveBack(TensorMemory memory) {
    free.push(memory);
  }

  /** One lease; closing it gives the memory back. */
  final class Lease implements TensorSet {
    private final AtomicReference<@Nullable TensorMemory> memory;

    private Lease(TensorMemory memory) {
      this.memory = new AtomicReference<>(memory);
    }

    TensorMemory memory() {
      TensorMemory current = memory.get();
      if (current == null) {
        throw new IllegalStateException("these tensors were given back already");
      }
      return current;
    }

    @Override
    public MemorySegment input() {
      return memory().input();
    }

    @Override
    public MemorySegment output(int index) {
      return memory().output(index);
    }

    /**
     * Gives the memory up without giving it back: the device may still write there. It counts as
     * leased from then on.
     */
    void abandon() {
      memory.set(null);
    }

    @Override
    public void close() {
      TensorMemory current = memory.getAndSet(null);
      if (current != null) {
        giveBack(current);
      }
    }
  }
}
