package sluice.bench;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;

/** Waiter beside work that runs until it is stopped; notices when the work ends by itself. */
final class Waiter {
  private final CompletableFuture<Object> over;

  /**
   * Patience with work.
   *
   * @param work completes when it has ended
   * @param cancelled completes when the result is not needed any more
   */
  Waiter(CompletionStage<?> work, CompletionStage<?> cancelled) {
    this.over =
        CompletableFuture.anyOf(
            work.toCompletableFuture(),
            cancelled
                .<Object>thenApply(
                    done -> {
                      throw new CancellationException("was stopped");
                    })
                .toCompletableFuture());
  }

  /**
   * Waits for so long.
   *
   * @throws CancellationException when it was cancelled
   * @throws RuntimeException what ended the work
   */
  void rest(Duration time) {
    try {
      over.get(time.toNanos(), TimeUnit.NANOSECONDS);
      throw ended();
    } catch (TimeoutException e) {
      // Time is up and the work goes on.
    } catch (ExecutionException e) {
      throw Failures.unchecked("a measured loop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("was interrupted");
    }
  }

  /** Waits for something that the work brings about; throws as {@link #rest} does. */
  void await(CompletionStage<?> event) {
    try {
      CompletableFuture.anyOf(over, event.toCompletableFuture()).join();
    } catch (CompletionException e) {
      throw Failures.unchecked("a measured loop", e);
    }
    if (over.isDone()) {
      rest(Duration.ZERO);
    }
  }

  /** Waits for the end of something; throws what it ended with. */
  static void join(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw Failures.unchecked("a measured loop", e);
    }
  }

  private static SluiceException ended() {
    return new SluiceException(ErrorCode.INTERNAL, "a measured loop ended before it was stopped");
  }
}
