package sluice.stage.inference;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.core.TensorSet;

/**
 * The pool of tensor memory of one instance of a compiled model. It grows with what the streams
 * reserve and never shrinks: the engine frees the memory. Thread-safe; memory is made without the
 * lock that leasing takes.
 */
final class TensorPool {
  private final Supplier<? extends TensorMemory> factory;
  private final ArrayDeque<TensorMemory> free = new ArrayDeque<>();
  private int reserved;
  private int made;
  private int leased;

  TensorPool(Supplier<? extends TensorMemory> factory) {
    this.factory = factory;
  }

  /**
   * Makes sure that this many more leases can be open at the same time. Makes what memory is
   * missing, which takes a while where that is much: other holders lease meanwhile.
   */
  Reservation reserve(int count) {
    int missing;
    synchronized (this) {
      reserved += count;
      missing = Math.max(0, reserved - made);
      made += missing;
    }
    List<TensorMemory> fresh = new ArrayList<>(missing);
    boolean complete = false;
    try {
      while (fresh.size() < missing) {
        fresh.add(factory.get());
      }
      complete = true;
    } finally {
      add(fresh, complete ? 0 : count, missing);
    }
    return new Reservation(count);
  }

  /** Takes memory in that was counted as made; where that failed, less was made and reserved. */
  private synchronized void add(List<TensorMemory> fresh, int notReserved, int counted) {
    fresh.forEach(free::push);
    made -= counted - fresh.size();
    reserved -= notReserved;
  }

  /** Leases that are open now. */
  synchronized int leased() {
    return leased;
  }

  /**
   * The share of one holder. Once it is closed, what is still leased stays reserved until it is
   * back: nobody else counts on it before.
   */
  final class Reservation implements AutoCloseable {
    private final int size;

    /** Leases of this share that are open; guarded by the pool, as the next one is. */
    private int open;

    private boolean closed;

    private Reservation(int size) {
      this.size = size;
    }

    /**
     * Leases a set; the one used last comes first, for it is warm.
     *
     * @throws IllegalStateException when more is leased than was reserved: a holder does not close;
     *     or when the share was given back and nothing is left beside those of others
     */
    Lease lease() {
      synchronized (TensorPool.this) {
        if (open == size || (closed && made == reserved)) {
          throw new IllegalStateException("tensor pool is empty: a frame was not closed");
        }
        TensorMemory memory = free.pop();
        open++;
        leased++;
        reserved += closed ? 1 : 0;
        return new Lease(this, memory);
      }
    }

    private void giveBack(TensorMemory memory) {
      synchronized (TensorPool.this) {
        free.push(memory);
        open--;
        leased--;
        reserved -= closed ? 1 : 0;
      }
    }

    /** Gives the share back; each set that is leased follows when it is. Once is enough. */
    @Override
    public void close() {
      synchronized (TensorPool.this) {
        if (!closed) {
          closed = true;
          reserved -= size - open;
        }
      }
    }
  }

  /** One lease; closing it gives the memory back. */
  static final class Lease implements TensorSet {
    private final Reservation share;
    private final AtomicReference<@Nullable TensorMemory> memory;

    private Lease(Reservation share, TensorMemory memory) {
      this.share = share;
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
        share.giveBack(current);
      }
    }
  }
}
