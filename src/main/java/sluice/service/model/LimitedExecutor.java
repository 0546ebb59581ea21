package sluice.service.model;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.Done;

/**
 * Executor of tasks that may hang in native code: a few at a time, each with a timeout. The thread
 * of a task that exceeds it is abandoned, counted, and replaced, so that it holds up no other task.
 * Thread-safe; nothing here blocks.
 */
public interface LimitedExecutor {

  /**
   * Runs a task as soon as a thread is free for it.
   *
   * @param what it does, for the log, as in "compiling model x"
   * @param timeout how long it may run, once it has begun
   * @param late gets what the task returns after its timeout; on the abandoned thread
   * @return completes with what the task returned; fails with what it threw, or with a {@link
   *     java.util.concurrent.TimeoutException} at its timeout
   */
  <T> CompletionStage<T> submit(
      String what, Duration timeout, Supplier<T> task, Consumer<? super T> late);

  /** The same for a task that returns nothing. */
  default CompletionStage<Done> run(String what, Duration timeout, Runnable task) {
    return submit(
        what,
        timeout,
        () -> {
          task.run();
          return Done.getInstance();
        },
        done -> {});
  }
}
