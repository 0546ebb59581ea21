package sluice.stage.inference;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The submissions of one frame that has several inferences, as one: it comes back when the last of
 * them does. Thread-safe.
 */
final class SubmissionGroup {
  private final CompletableFuture<InferenceOutcome> result = new CompletableFuture<>();
  private int away;
  private InferenceOutcome.@Nullable Dropped dropped;
  private @Nullable Submission firstSubmitted;
  private @Nullable Submission firstGranted;
  private @Nullable Submission lastEnded;
  private final AtomicReference<Age> age = new AtomicReference<>(Age.UNDECIDED);

  /** Whether the frame is too old, which its first inference decides for all. */
  private enum Age {
    UNDECIDED,
    STARTED,
    EXPIRED
  }

  /**
   * None is back.
   *
   * @param size how many there will be, at least 1
   */
  SubmissionGroup(int size) {
    this.away = size;
  }

  /** Joins a submission to it, which may be back already. */
  void add(Submission job) {
    var _ = job.result().whenComplete((outcome, failure) -> returned(job, outcome, failure));
  }

  /**
   * Whether one of them that got its request must not start any more. The first one that asks
   * decides for all of them, so that a frame is either dropped before anything was inferred, or
   * inferred whole.
   *
   * @param isLate whether the frame is older than it may be
   */
  boolean isExpired(boolean isLate) {
    age.compareAndSet(Age.UNDECIDED, isLate ? Age.EXPIRED : Age.STARTED);
    return age.get() == Age.EXPIRED;
  }

  /** Completes when all are back, or fails with the first failure. */
  CompletableFuture<InferenceOutcome> result() {
    return result;
  }

  private void returned(
      Submission job, @Nullable InferenceOutcome outcome, @Nullable Throwable failure) {
    if (failure != null) {
      result.completeExceptionally(failure);
    }
    InferenceOutcome whole;
    synchronized (this) {
      if (outcome instanceof InferenceOutcome.Dropped lost) {
        dropped = dropped == null ? lost : dropped;
      } else if (outcome != null) {
        note(job);
      }
      away--;
      whole = away == 0 ? whole() : null;
    }
    if (whole != null) {
      result.complete(whole);
    }
  }

  private void note(Submission job) {
    Submission submitted = firstSubmitted;
    if (submitted == null || job.submittedNanos() - submitted.submittedNanos() < 0) {
      firstSubmitted = job;
    }
    Submission granted = firstGranted;
    if (granted == null || job.grantedNanos() - granted.grantedNanos() < 0) {
      firstGranted = job;
    }
    Submission ended = lastEnded;
    if (ended == null || job.endedNanos() - ended.endedNanos() > 0) {
      lastEnded = job;
    }
  }

  /** Null where it has failed; needs the lock. */
  private @Nullable InferenceOutcome whole() {
    if (dropped != null) {
      return dropped;
    }
    if (firstSubmitted == null || firstGranted == null || lastEnded == null) {
      return null;
    }
    return new InferenceOutcome.Inferred(
        firstGranted.grantedNanos() - firstSubmitted.submittedNanos(),
        lastEnded.endedNanos() - firstGranted.grantedNanos());
  }
}
