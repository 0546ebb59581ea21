package sluice.stage.inference;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A submission of one inference on its way through the pool. Handed from thread to thread with the
 * request that it runs on.
 */
final class Submission {
  private final InferenceQueue queue;
  private final TensorPool.Lease tensors;
  private final long expiresNanos;
  private final boolean expires;
  private final CompletableFuture<InferenceOutcome> result = new CompletableFuture<>();
  private final AtomicBoolean returned = new AtomicBoolean();
  private final long submittedNanos = System.nanoTime();
  private long startedNanos;
  private long endedNanos;

  /**
   * A job that is dropped when it has not started by {@code expiresNanos} of {@link
   * System#nanoTime}, where {@code expires}.
   */
  Submission(InferenceQueue queue, TensorPool.Lease tensors, boolean expires, long expiresNanos) {
    this.queue = queue;
    this.tensors = tensors;
    this.expires = expires;
    this.expiresNanos = expiresNanos;
  }

  InferenceQueue queue() {
    return queue;
  }

  TensorPool.Lease tensors() {
    return tensors;
  }

  CompletableFuture<InferenceOutcome> result() {
    return result;
  }

  boolean isTooOld() {
    return expires && System.nanoTime() - expiresNanos > 0;
  }

  void started() {
    startedNanos = System.nanoTime();
  }

  void ended() {
    endedNanos = System.nanoTime();
  }

  InferenceOutcome inferred() {
    return new InferenceOutcome.Inferred(startedNanos - submittedNanos, endedNanos - startedNanos);
  }

  /** How long it has been on the device so far. */
  long runningNanos() {
    return System.nanoTime() - startedNanos;
  }

  void finish(InferenceOutcome outcome) {
    if (returned.compareAndSet(false, true)) {
      queue.returned();
      result.complete(outcome);
    }
  }

  void fail(Throwable failure) {
    if (returned.compareAndSet(false, true)) {
      queue.returned();
      result.completeExceptionally(failure);
    }
  }

  /** Fails it while the device may still write: its tensors are lost until the engine ends. */
  void abandon(Throwable failure) {
    if (returned.compareAndSet(false, true)) {
      tensors.abandon();
      queue.returned();
      result.completeExceptionally(failure);
    }
  }
}
