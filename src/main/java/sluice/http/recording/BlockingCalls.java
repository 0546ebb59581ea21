package sluice.http.recording;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Calls that may block, on threads that may be blocked: so many at a time, so that a disk that
 * hangs holds up no more of them. How long a client waits is the server's to say. Thread-safe.
 */
final class BlockingCalls {
  private final Executor threads;
  private final int most;
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * No calls yet.
   *
   * @param threads that may be blocked
   * @param most calls that run or wait for a thread, above 0
   */
  BlockingCalls(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  /**
   * Does a call, as soon as there is a thread.
   *
   * @throws SluiceException with {@link ErrorCode#INPUT} where as many are pending as may be
   */
  <T> CompletionStage<T> call(Supplier<T> work) {
    if (pending.incrementAndGet() > most) {
      pending.decrementAndGet();
      throw new SluiceException(
          ErrorCode.INPUT,
          "%d requests wait for the disk of the recordings; try again in a moment".formatted(most));
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> run(work, answer));
    } catch (RuntimeException e) {
      pending.decrementAndGet();
      throw e;
    }
    return answer;
  }

  /**
   * Not by {@code supplyAsync} or {@code whenComplete}: they do nothing for a future that its time
   * limit has completed already, and this call would stay counted.
   */
  private <T> void run(Supplier<T> work, CompletableFuture<T> answer) {
    try {
      if (!answer.isDone()) {
        answer.complete(work.get());
      }
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      pending.decrementAndGet();
    }
  }
}
