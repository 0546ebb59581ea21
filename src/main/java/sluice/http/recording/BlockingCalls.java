package sluice.http.recording;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.http.routing.Responses;

/**
 * Calls that may block, on a few threads of their own, so that a disk that hangs holds up nothing
 * else; so many run or wait at a time, and more are refused. How long a client waits is the
 * server's to say. Thread-safe.
 */
final class BlockingCalls {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final String RETRY_SECONDS = "2";

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
   * A few threads that may be blocked: made when they are needed, ended when they aren't.
   *
   * @param most of them; what comes beyond waits
   */
  static Executor threads(int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // of calls, and of reads: one for each connection
            Thread.ofPlatform().daemon().name("sluice-recording-read-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Does a call, as soon as there is a thread; 503 where as many are pending as may be. */
  CompletionStage<HttpResponse> call(Supplier<HttpResponse> work) {
    if (pending.incrementAndGet() > most) {
      pending.decrementAndGet();
      return CompletableFuture.completedStage(busy());
    }
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> run(work, answer));
    } catch (RuntimeException e) {
      pending.decrementAndGet();
      throw e;
    }
    return answer;
  }

  private HttpResponse busy() {
    return Responses.problem(
            503,
            "recordings-busy",
            "The disk of the recordings is busy",
            "%d requests wait for it; try again in a moment".formatted(most))
        .addHeader(RawHeader.create("Retry-After", RETRY_SECONDS));
  }

  /**
   * Not by {@code supplyAsync} or {@code whenComplete}: they do nothing for a future that its time
   * limit has completed already, and this call would stay counted.
   */
  private void run(Supplier<HttpResponse> work, CompletableFuture<HttpResponse> answer) {
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
