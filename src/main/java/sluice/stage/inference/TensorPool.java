package sluice.stage.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The pool of tensor memory of one instance of a compiled model. Some holders have sets of their
 * own, which are made when they come ({@link #reserve}); others share a number of sets that does
 * not depend on how many they are, made when they are leased first ({@link #share}). The pool never
 * shrinks: the engine frees the memory. Thread-safe; memory is made without the lock that leasing
 * takes.
 */
final class TensorPool {
  private final Supplier<? extends TensorMemory> factory;
  private final Runnable sharedFreed;
  private final ArrayDeque<TensorMemory> free = new ArrayDeque<>();

  /** Sets that holders have of their own; those of a closed share until they are back. */
  private int reserved;

  /** Made, or being made. */
  private int made;

  private int leased;

  /** How many places of those who share need a number of sets among all of them. */
  private final NavigableMap<Integer, Integer> needs = new TreeMap<>();

  /** Promised to those who share and not leased yet. */
  private int promised;

  /** Leased to those who share. */
  private int sharedLeased;

  private boolean closed;

  /**
   * An empty pool.
   *
   * @param factory makes memory; called on the threads that reserve and lease
   * @param sharedFreed told when a set of those who share came back, by the thread that gave it
   *     back, which holds no lock of the pool
   */
  TensorPool(Supplier<? extends TensorMemory> factory, Runnable sharedFreed) {
    this.factory = factory;
    this.sharedFreed = sharedFreed;
  }

  /**
   * Makes sure that this many more leases can be open at the same time. Makes what memory is
   * missing, which takes a while where that is much: other holders lease meanwhile.
   *
   * @throws IllegalStateException after {@link #close}
   */
  TensorShare reserve(int count) {
    int missing;
    synchronized (this) {
      checkOpen();
      reserved += count;
      missing = Math.max(0, reserved + sharedLeased - made);
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

  /**
   * A place among those who share. They have as many sets together as the one of them needs that
   * needs most; once that one is closed, fewer are promised, and none is taken away.
   *
   * @param atOnce sets that the holder takes at once, at least 1
   * @param most sets that it may hold at the same time
   * @param size sets that all who share need together while it is among them, at least {@code most}
   */
  synchronized TensorShare share(int atOnce, int most, int size) {
    needs.merge(size, 1, Integer::sum);
    return new SharedPlace(atOnce, most, size);
  }

  /** So many sets may be promised and leased to those who share; needs the lock. */
  private int sharedSize() {
    return needs.isEmpty() ? 0 : needs.lastKey();
  }

  /**
   * Leases nothing any more. To be called before the engine frees the memory; what is leased stays
   * usable until then.
   */
  synchronized void close() {
    closed = true;
  }

  /** Needs the lock. */
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  /** Leases that are open now. */
  synchronized int leased() {
    return leased;
  }

  /** Sets that there are, leased or not. */
  synchronized int made() {
    return made;
  }

  private static IllegalStateException empty() {
    return new IllegalStateException("tensor pool is empty: a frame was not closed");
  }

  /**
   * Sets of one holder's own. Once it is closed, what is still leased stays reserved until it is
   * back: nobody else counts on it before.
   */
  private final class Reservation implements TensorShare {
    private final int size;

    /** Leases of this share that are open; guarded by the pool, as the next one is. */
    private int open;

    private boolean closed;

    private Reservation(int size) {
      this.size = size;
    }

    @Override
    public boolean promise() {
      return true;
    }

    @Override
    public int open() {
      synchronized (TensorPool.this) {
        return open;
      }
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public TensorLease lease() {
      synchronized (TensorPool.this) {
        checkOpen();
        if (open == size || (closed && made <= reserved + sharedLeased)) {
          throw empty();
        }
        TensorMemory memory = free.pop();
        open++;
        leased++;
        reserved += closed ? 1 : 0;
        return new TensorLease(this, memory);
      }
    }

    @Override
    public void giveBack(TensorMemory memory) {
      synchronized (TensorPool.this) {
        free.push(memory);
        open--;
        leased--;
        reserved -= closed ? 1 : 0;
      }
    }

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

  /** A place of one of those who share. */
  private final class SharedPlace implements TensorShare {
    private final int atOnce;
    private final int most;
    private final int size;

    /** Leases of this place that are open; guarded by the pool, as the next ones are. */
    private int open;

    private int mine;
    private boolean closed;

    private SharedPlace(int atOnce, int most, int size) {
      this.atOnce = atOnce;
      this.most = most;
      this.size = size;
    }

    @Override
    public boolean promise() {
      synchronized (TensorPool.this) {
        int more = atOnce - mine;
        if (closed || open + atOnce > most || promised + sharedLeased + more > sharedSize()) {
          return false;
        }
        mine += more;
        promised += more;
        return true;
      }
    }

    @Override
    public int open() {
      synchronized (TensorPool.this) {
        return open;
      }
    }

    @Override
    public boolean isFull() {
      synchronized (TensorPool.this) {
        return open + atOnce > most;
      }
    }

    @Override
    public TensorLease lease() {
      TensorMemory memory;
      boolean wasPromised;
      synchronized (TensorPool.this) {
        checkOpen();
        wasPromised = mine > 0;
        if (!wasPromised && (open == most || promised + sharedLeased >= sharedSize())) {
          throw empty();
        }
        count(1, wasPromised);
        if (reserved + sharedLeased <= made) {
          return new TensorLease(this, free.pop());
        }
        made++;
      }
      try {
        memory = factory.get();
      } catch (RuntimeException | Error failure) {
        boolean isKept;
        synchronized (TensorPool.this) {
          made--;
          isKept = wasPromised && !closed;
          count(-1, isKept);
        }
        if (!isKept) {
          sharedFreed.run();
        }
        throw failure;
      }
      return new TensorLease(this, memory);
    }

    /** Counts a lease more or less, and a promise that it takes the place of. */
    private void count(int leases, boolean ofPromise) {
      open += leases;
      sharedLeased += leases;
      leased += leases;
      if (ofPromise) {
        mine -= leases;
        promised -= leases;
      }
    }

    @Override
    public void giveBack(TensorMemory memory) {
      synchronized (TensorPool.this) {
        free.push(memory);
        count(-1, false);
      }
      sharedFreed.run();
    }

    @Override
    public void close() {
      synchronized (TensorPool.this) {
        if (!closed) {
          closed = true;
          promised -= mine;
          mine = 0;
          needs.computeIfPresent(size, (key, places) -> places == 1 ? null : places - 1);
        }
      }
    }
  }
}
