package sluice.app.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.util.DaemonPool;
import sluice.service.model.LimitedExecutor;

/**
 * A bounded thread pool for tasks that may hang in native code. The thread of a task that exceeds
 * its timeout is abandoned and doesn't count any more: another one takes its place until it
 * returns. So there are no more threads than the bound and those that are stuck, of which {@link
 * StuckThreads} allows few. Thread-safe.
 */
final class ModelThreads implements LimitedExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(ModelThreads.class);

  private final int most;
  private final StuckThreads stuck;
  private final ThreadPoolExecutor pool;
  private int replaced;

  /**
   * No thread yet; daemons are started as they are needed, and end when they are idle.
   *
   * @param name of the threads, before their number
   * @param most threads that may work, besides those that are stuck
   */
  ModelThreads(String name, int most, StuckThreads stuck) {
    this.most = most;
    this.stuck = stuck;
    this.pool = DaemonPool.bounded(name, most);
  }

  @Override
  public <T> CompletionStage<T> submit(
      String what, Duration timeout, Supplier<T> task, Consumer<? super T> late) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      pool.execute(() -> run(new Task<>(what, task, late, result), timeout));
    } catch (RejectedExecutionException ended) {
      result.completeExceptionally(ended);
    }
    return result.minimalCompletionStage();
  }

  private record Task<T>(
      String what, Supplier<T> work, Consumer<? super T> late, CompletableFuture<T> result) {}

  private <T> void run(Task<T> task, Duration timeout) {
    CompletableFuture<T> result = task.result();
    var _ =
        result.whenComplete(
            (value, failure) -> {
              if (failure instanceof TimeoutException) {
                abandon(task.what());
              }
            });
    result.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    try {
      T value = task.work().get();
      if (!result.complete(value)) {
        LOG.info("{} returned after it was given up", task.what());
        task.late().accept(value);
        returned();
      }
    } catch (Throwable failure) {
      if (!result.completeExceptionally(failure)) {
        LOG.info("{} failed after it was given up: {}", task.what(), Failures.reason(failure));
        returned();
      }
    }
  }

  /** The thread that hangs is replaced. */
  private void abandon(String what) {
    replace(1);
    stuck.add(what);
  }

  private void returned() {
    stuck.remove();
    replace(-1);
  }

  private synchronized void replace(int more) {
    replaced += more; // the thread may return before its timeout has been handled: -1 for a moment
    int size = most + Math.max(0, replaced);
    if (size > pool.getMaximumPoolSize()) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  /**
   * Takes no more tasks, and waits for those that there are.
   *
   * @return false when that took longer
   */
  boolean shutdown(Duration timeout) {
    pool.shutdown();
    return ShutdownSequence.endsWithin(timeout, pool);
  }
}
