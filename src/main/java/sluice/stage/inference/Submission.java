package sluice.stage.inference;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A submission of one inference on its way through the pool. Handed from thread to thread with the
 * request that it runs on.
 */
final class Submission {
  private final InferenceQueue queue;
  private final TensorLease tensors;
  private final @Nullable SubmissionGroup group;
  private final long expiresNanos;
  private final boolean expires;
  private final CompletableFuture<InferenceOutcome> result = new CompletableFuture<>();
  private final AtomicReference<Place> place = new AtomicReference<>(Place.POOL);
  private final long submittedNanos = System.nanoTime();
  private volatile long grantedNanos;
  private volatile long endedNanos;

  /** Who has the tensors. */
  private enum Place {
    /** It waits, or was granted a request and has not been started. */
    POOL,
    /** The device reads and writes them. */
    DEVICE,
    /** Whoever submitted them: the outcome is known. */
    SUBMITTER
  }

  /**
   * A job that is dropped when it has not started by {@code expiresNanos} of {@link
   * System#nanoTime}, where {@code expires}.
   *
   * @param group the frame's other ones, where it has some: once one has started, none expires
   */
  Submission(
      InferenceQueue queue,
      TensorLease tensors,
      @Nullable SubmissionGroup group,
      boolean expires,
      long expiresNanos) {
    this.queue = queue;
    this.tensors = tensors;
    this.group = group;
    this.expires = expires;
    this.expiresNanos = expiresNanos;
  }

  InferenceQueue queue() {
    return queue;
  }

  TensorLease tensors() {
    return tensors;
  }

  CompletableFuture<InferenceOutcome> result() {
    return result;
  }

  /** Whether it must not start any more; to be asked once it is about to. */
  boolean isTooOld() {
    boolean isLate = expires && System.nanoTime() - expiresNanos > 0;
    return group == null ? isLate : group.isExpired(isLate);
  }

  /** It has a request from now on; to be called before other threads see it there. */
  void granted() {
    grantedNanos = System.nanoTime();
  }

  /**
   * Hands the tensors to the device.
   *
   * @return false when the submission has returned meanwhile, and nothing may be started
   */
  boolean start() {
    return place.compareAndSet(Place.POOL, Place.DEVICE);
  }

  void ended() {
    endedNanos = System.nanoTime();
  }

  /** When it came into the pool, by {@link System#nanoTime}. */
  long submittedNanos() {
    return submittedNanos;
  }

  /** When it got its request; once it has ended. */
  long grantedNanos() {
    return grantedNanos;
  }

  /** When the device was done with it; once it has ended. */
  long endedNanos() {
    return endedNanos;
  }

  InferenceOutcome inferred() {
    return new InferenceOutcome.Inferred(grantedNanos - submittedNanos, endedNanos - grantedNanos);
  }

  /** How long it has had its request so far. */
  long runningNanos() {
    return System.nanoTime() - grantedNanos;
  }

  void finish(InferenceOutcome outcome) {
    if (place.getAndSet(Place.SUBMITTER) != Place.SUBMITTER) {
      queue.returned();
      result.complete(outcome);
    }
  }

  void fail(Throwable failure) {
    if (place.getAndSet(Place.SUBMITTER) != Place.SUBMITTER) {
      queue.returned();
      result.completeExceptionally(failure);
    }
  }

  /**
   * Fails it though the device may still write; its tensors are lost then until the engine ends.
   *
   * @return whether the device had it
   */
  boolean abandon(Throwable failure) {
    Place before = place.getAndSet(Place.SUBMITTER);
    if (before == Place.SUBMITTER) {
      return false;
    }
    if (before == Place.DEVICE) {
      tensors.abandon();
    }
    queue.returned();
    result.completeExceptionally(failure);
    return before == Place.DEVICE;
  }
}
