package sluice.stage.inference;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.core.TensorSet;

/**
 * A stream's place at a model: it leases tensors, submits them filled, and hears of the outcome.
 * Made by {@link RequestPool#join}; {@link #leave} ends it. Thread-safe.
 */
public final class InferenceQueue {
  /** Frames of which the results may wait to be read while other streams wait for tensors. */
  private static final int MOST_UNREAD = 2;

  private final RequestPool pool;
  private final TensorShare tensors;
  private final int parallelism;
  private final int setsPerFrame;
  private final @Nullable Duration maxAge;
  private final Queue<Submission> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private @Nullable Runnable callWaiter;
  private boolean called;
  private boolean awaitsTensors;
  private boolean inRound;
  private int underWay;
  private boolean left;

  /**
   * A place that nobody knows of yet.
   *
   * @param tensors taken over: given back when the stream has left, with its last lease
   */
  InferenceQueue(
      RequestPool pool,
      TensorShare tensors,
      int parallelism,
      int setsPerFrame,
      @Nullable Duration maxAge) {
    this.pool = pool;
    this.tensors = tensors;
    this.parallelism = parallelism;
    this.setsPerFrame = setsPerFrame;
    this.maxAge = maxAge;
  }

  /** Frames that this stream may have in flight at the same time. */
  public int parallelism() {
    return parallelism;
  }

  /**
   * Leases memory for one inference. A stream that was given room finds as many sets as its frame
   * takes. May make the memory, which takes about a millisecond for each set of the model's once.
   *
   * @throws IllegalStateException when more is leased than {@link #parallelism} frames and one
   *     take; or when a stream with a greatest age was not given room, and no set is left; or when
   *     the model is closed
   */
  public TensorSet lease() {
    return tensors.lease();
  }

  /**
   * Hands filled tensors to the device, now or as soon as a request is free and it is this stream's
   * turn. Never blocks.
   *
   * @param set leased here; must stay open until the returned stage completes
   * @param readyNanos when the picture was there, by {@link System#nanoTime}: its age counts from
   *     then
   * @return completes with what came of it, or fails with the {@link sluice.core.SluiceException}
   *     of the device. It completes on the engine's completion thread: what hangs on it may only
   *     signal
   */
  public CompletionStage<InferenceOutcome> submit(TensorSet set, long readyNanos) {
    Submission job = newSubmission(set, readyNanos, null);
    submit(List.of(job));
    return job.result();
  }

  /**
   * Hands the filled tensors of several inferences of one frame to the device, as {@link
   * #submit(TensorSet, long)} does with those of one. Each takes a turn of the stream's: it gets as
   * many inferences as others, not as many frames.
   *
   * <p>A frame's age is looked at before the first of them starts and not any more after that, so
   * that what was inferred already is not in vain.
   *
   * @param sets leased here; all of them stay open until this stream has left and nothing is under
   *     way, or the returned stage has completed without a failure
   * @return completes when all are back: with the times of all together, or as dropped where one of
   *     them was; fails with the first failure, at once
   */
  public CompletionStage<InferenceOutcome> submit(List<? extends TensorSet> sets, long readyNanos) {
    SubmissionGroup group = new SubmissionGroup(sets.size());
    List<Submission> jobs =
        sets.stream().map(set -> newSubmission(set, readyNanos, group)).toList();
    jobs.forEach(group::add);
    submit(jobs);
    return group.result();
  }

  private Submission newSubmission(
      TensorSet set, long readyNanos, @Nullable SubmissionGroup group) {
    if (!(set instanceof TensorLease lease)) {
      throw new IllegalArgumentException("these tensors were not leased from this model");
    }
    Duration age = maxAge;
    return new Submission(
        this, lease, group, age != null, age == null ? 0 : readyNanos + age.toNanos());
  }

  private void submit(List<Submission> jobs) {
    synchronized (this) {
      underWay += jobs.size();
    }
    pool.submit(this, jobs);
  }

  /**
   * Whether the model would take a frame of this stream now. One with a greatest age has to ask
   * before it takes a frame from its source, and to have one there: it may when its turn is near,
   * and have a single frame waiting while other streams wait, else as many as there are requests.
   * So its source hands over what is fresh. It may not where the tensors that such streams share
   * are all in use; those of its frame are kept for it once it may. The answer is always yes for
   * any other stream, and for one that has left. Once the model is closed only tensors count: the
   * frame is given back at once then.
   *
   * @param wake called once, as soon as there is room, where there is none now; a later call
   *     replaces an earlier. Comes from the completion thread or the thread that ends the wait: it
   *     may only signal
   */
  public boolean hasRoom(Runnable wake) {
    return maxAge == null || pool.hasRoom(this, wake);
  }

  /**
   * Lets the stream take a frame, whose tensors are promised; what wakes it, where it waits.
   * Guarded by the pool's lock.
   */
  @Nullable Runnable grant() {
    called = true;
    return stopWaiting();
  }

  /** What wakes the stream, where it waits; it has to ask again. Guarded by the pool's lock. */
  @Nullable Runnable stopWaiting() {
    Runnable wake = callWaiter;
    callWaiter = null;
    awaitsTensors = false;
    return wake;
  }

  /** Guarded by the pool's lock. */
  void awaitCall(Runnable wake) {
    callWaiter = wake;
  }

  /**
   * Keeps the tensors of a frame for this stream, where there are enough. Guarded by the pool's
   * lock.
   */
  boolean promiseTensors() {
    awaitsTensors = !tensors.promise();
    return !awaitsTensors;
  }

  /** Whether its turn is near and others hold the tensors; guarded by the pool's lock. */
  boolean awaitsTensors() {
    return awaitsTensors;
  }

  /** Whether it must give tensors back before it may have more. */
  boolean holdsAll() {
    return tensors.isFull();
  }

  /** Whether the tensors of some of its frames wait to be read, which the device is done with. */
  boolean holdsResults() {
    int submitted;
    synchronized (this) {
      submitted = underWay;
    }
    return tensors.open() - submitted >= MOST_UNREAD * setsPerFrame;
  }

  /** Guarded by the pool's lock. */
  boolean awaitsGrant() {
    return callWaiter != null;
  }

  /** Whether it may take a frame and has not submitted it yet; guarded by the pool's lock. */
  boolean isCalled() {
    return called;
  }

  /** Whether it has a frame, prepared or not, as far as is known; guarded by the pool's lock. */
  boolean hasFrame() {
    return called || callWaiter != null || !waiting.isEmpty();
  }

  /**
   * Whether it has a frame that the device can be given soon: not where nobody takes its results,
   * for it has to wait then. Guarded by the pool's lock.
   */
  boolean isActive() {
    return hasFrame() && !(callWaiter != null && waiting.isEmpty() && holdsResults());
  }

  /** Whether it has a place in the round; guarded by the pool's lock. */
  boolean isInRound() {
    return inRound;
  }

  /** Says whether it has a place in the round; guarded by the pool's lock. */
  void inRound(boolean is) {
    inRound = is;
  }

  /** Whether it stays in the round while it has no frame. */
  boolean keepsItsPlace() {
    return maxAge != null;
  }

  /** The frame that it was called for was submitted; guarded by the pool's lock. */
  void ready() {
    called = false;
  }

  /**
   * Ends the stream's stay. What waits is dropped as {@link sluice.core.DropCause#STOPPED}; what
   * runs, runs to its end. Leaving again does nothing.
   *
   * @return completes when every submission has returned: no device works on this stream's tensors
   *     any more
   */
  public CompletionStage<Void> leave() {
    boolean first;
    boolean nothingUnderWay;
    synchronized (this) {
      first = !left;
      left = true;
      nothingUnderWay = underWay == 0;
    }
    if (first) {
      pool.leave(this);
    }
    if (nothingUnderWay) {
      idle.complete(null);
    }
    return idle.minimalCompletionStage();
  }

  /** Gives the tensors back, those that are leased as soon as they are closed. */
  void releaseTensors() {
    tensors.close();
  }

  /** What waits here; guarded by the pool's lock. */
  Queue<Submission> waiting() {
    return waiting;
  }

  synchronized boolean hasLeft() {
    return left;
  }

  void returned() {
    boolean last;
    synchronized (this) {
      underWay--;
      last = left && underWay == 0;
    }
    if (last) {
      idle.complete(null);
    }
  }
}
