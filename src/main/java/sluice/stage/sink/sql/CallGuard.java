package sluice.stage.sink.sql;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches one call of the sink's thread, which a driver may hold for as long as it likes: drivers
 * don't react to interrupts, their timeouts are for one read each, and writes have none. Made and
 * closed by the thread that it watches.
 */
final class CallGuard implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final Thread caller = Thread.currentThread();
  private final long start = System.nanoTime();
  private final Duration limit;
  private final Runnable abort;
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean aborted;

  /**
   * Begins to watch.
   *
   * @param limit how long the call may take
   * @param abort ends what the call waits for; called by another thread, also several times, when
   *     the limit is over or the caller was interrupted, and never after {@link #close}
   */
  CallGuard(Duration limit, Runnable abort) {
    this.limit = limit;
    this.abort = abort;
    Thread.ofVirtual().name("sink-sql-guard").start(this::watch);
  }

  private void watch() {
    try {
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (caller.isInterrupted() || isOver()) {
          abort();
        }
      }
    } catch (InterruptedException e) {
      // Nobody has this thread.
    }
  }

  private synchronized void abort() {
    if (ended.getCount() > 0) {
      aborted = true;
      abort.run();
    }
  }

  /** Whether the call has taken as long as it may. */
  boolean isOver() {
    return System.nanoTime() - start > limit.toNanos();
  }

  /** Whether the connection has been ended. */
  synchronized boolean hasAborted() {
    return aborted;
  }

  @Override
  public synchronized void close() {
    ended.countDown();
  }
}
