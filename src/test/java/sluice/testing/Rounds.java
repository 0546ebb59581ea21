package sluice.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.core.Failures;

/** Repeats a load at a fixed rate, for runs that last long. */
public final class Rounds {
  private Rounds() {}

  /**
   * Runs rounds one after the other, on another thread. Returns once the last one has ended.
   *
   * @param length how long rounds begin
   * @param every from the begin of one to that of the next; one that takes longer delays the next
   * @throws RuntimeException what a round has thrown, which is the last one then
   */
  public static void run(Duration length, Duration every, Callable<?> round)
      throws InterruptedException {
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      ScheduledFuture<?> rounds =
          timer.scheduleAtFixedRate(() -> call(round), 0, every.toNanos(), TimeUnit.NANOSECONDS);
      rounds.get(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException over) {
      // as it should be
    } catch (ExecutionException e) {
      throw Failures.unchecked("a round", e);
    }
  }

  private static void call(Callable<?> round) {
    try {
      round.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }
}
