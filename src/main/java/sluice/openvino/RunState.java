package sluice.openvino;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether an inference of a request runs, and which handler is called when it has ended. Its
 * monitor guards everything that wants the request to be idle: a thread that holds it may rely on
 * that.
 */
final class RunState {
  /** Stands for the synchronous inference, which has no handler. */
  static final InferRequest.Handler SYNCHRONOUS = (_, _) -> {};

  private InferRequest.@Nullable Handler running;

  /**
   * Refuses where an inference runs.
   *
   * @throws OpenVinoException with {@link Status#REQUEST_BUSY}
   */
  synchronized void requireIdle(String doing) {
    if (running != null) {
      throw new OpenVinoException(
          Status.REQUEST_BUSY, doing + ": " + Status.REQUEST_BUSY + ": an inference runs");
    }
  }

  /** An inference runs from now on. */
  synchronized void begin(InferRequest.Handler handler) {
    running = handler;
  }

  /** No inference runs from now on. Returns the handler to call; null where none ran. */
  synchronized InferRequest.@Nullable Handler end() {
    InferRequest.Handler handler = running;
    running = null;
    notifyAll();
    return handler;
  }

  /** Whether an inference runs. */
  synchronized boolean isBusy() {
    return running != null;
  }

  /** Whether an asynchronous inference runs: a signal without one is nothing to act on. */
  synchronized boolean isStarted() {
    return running != null && !SYNCHRONOUS.equals(running);
  }

  /** Waits until no inference runs; false when that took longer. */
  synchronized boolean await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (running != null) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
