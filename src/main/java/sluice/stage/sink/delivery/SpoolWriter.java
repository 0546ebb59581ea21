package sluice.stage.sink.delivery;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import sluice.stage.sink.CallTimer;

/**
 * The thread that makes messages and appends them to spools, one for all sinks and streams: what it
 * does for a message takes microseconds, and all spools are on one disk. It is there while there is
 * something to do. Thread-safe.
 */
final class SpoolWriter implements AutoCloseable {
  private static final Duration LAST_MESSAGES = Duration.ofSeconds(5);

  /** Its queue is bounded by its users: each has one task in it. */
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-spool").factory());

  private final CallTimer calls = new CallTimer();

  /** A writer whose thread starts with the first task. */
  SpoolWriter() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** Does something on the thread; nothing after {@link #close}. */
  void execute(Runnable task) {
    try {
      thread.execute(() -> watched(task));
    } catch (RejectedExecutionException ended) {
      // the service has ended: what comes now is lost, as the documentation says
    }
  }

  private void watched(Runnable task) {
    calls.begin();
    try {
      task.run();
    } finally {
      calls.end();
    }
  }

  /** How long it has been in one task; zero: it is in none. */
  Duration inCallFor() {
    return calls.elapsed();
  }

  /** A task that is done is not what it hangs in: tells the watch that the thread goes on. */
  void progressed() {
    calls.begin();
  }

  /** Ends the thread after what waits, in at most 5 s. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      var _ = thread.awaitTermination(LAST_MESSAGES.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
