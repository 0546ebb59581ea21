package sluice.video.isolation.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Turns of processes to start: a few at a time, in the order in which they came, for each keeps a
 * processor busy until it is there. Thread-safe.
 */
final class StartTurns {
  private static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Long> waiting = new ArrayDeque<>();
  private int free;
  private long tickets;

  /** So many at a time. */
  StartTurns(int most) {
    this.free = most;
  }

  /**
   * Waits for a turn, to be {@linkplain #leave left}.
   *
   * @param unwanted asked again and again while it waits; quick
   * @param signOfLife called as often
   * @return false where it isn't wanted any more
   */
  boolean await(BooleanSupplier unwanted, Runnable signOfLife) throws InterruptedException {
    lock.lock();
    Long ticket = tickets++;
    waiting.addLast(ticket);
    try {
      while (free == 0 || !ticket.equals(waiting.peekFirst())) {
        if (!isWanted(unwanted, signOfLife)) {
          return false;
        }
        if (free == 0 || !ticket.equals(waiting.peekFirst())) {
          changed.awaitNanos(ASK_NANOS);
        }
      }
      free--;
      return true;
    } finally {
      waiting.remove(ticket);
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Calls others' code without the lock, which is all streams'. */
  private boolean isWanted(BooleanSupplier unwanted, Runnable signOfLife) {
    lock.unlock();
    try {
      if (unwanted.getAsBoolean()) {
        return false;
      }
      signOfLife.run();
      return true;
    } finally {
      lock.lock();
    }
  }

  /** The turn is over. */
  void leave() {
    lock.lock();
    try {
      free++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
