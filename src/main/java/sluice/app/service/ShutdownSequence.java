package sluice.app.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shutdown sequence: what was started last is shut down first. A step that fails does not keep the
 * others from being taken. For one thread at a time; closing twice takes each step once.
 */
final class ShutdownSequence implements AutoCloseable {
  private final Deque<Runnable> steps = new ArrayDeque<>();

  /** Adds a step, to be taken before all that were added earlier. */
  void add(Runnable step) {
    steps.push(step);
  }

  /**
   * Waits for an executor that takes no more tasks.
   *
   * @return false when that took longer than the limit
   */
  static boolean endsWithin(Duration limit, ExecutorService executor) {
    try {
      return executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /**
   * Takes all steps. Blocks as long as they do.
   *
   * @throws RuntimeException the first failure of a step, after all have been taken; further ones
   *     are suppressed in it
   */
  @Override
  public void close() {
    @Nullable RuntimeException first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (RuntimeException failure) {
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
