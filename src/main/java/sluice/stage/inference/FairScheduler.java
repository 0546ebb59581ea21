package sluice.stage.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fair scheduler of a model's requests among its streams: round robin, free requests go round them,
 * and whose frame is granted goes to the end.
 *
 * <p>A stream that wants what is fresh asks before it takes a frame from its source, and is called
 * when its turn is so near that the frame will be prepared in time. What it takes then is its
 * newest; what came before was replaced where it costs nothing, in the source's hand-off. Such a
 * stream keeps its place while it has no frame, so that turns, not the moments at which frames
 * happen to come, decide who gets how much. A stream without a frame is passed over.
 *
 * <p>Guarded by the pool's lock, and so is what the queues keep for it.
 */
final class FairScheduler {
  private final ArrayDeque<InferenceQueue> turns = new ArrayDeque<>();
  private final int alone;
  private final int near;

  /** Whether a stream whose turn is near waits for tensors. */
  private boolean isShort;

  /**
   * An empty round.
   *
   * @param requests of the model: so many frames may wait of a stream that is alone
   * @param near so many streams of those whose turns come next prepare frames
   */
  FairScheduler(int requests, int near) {
    this.alone = requests;
    this.near = near;
  }

  /**
   * Whether a stream, which has a frame, may take it now; else it is called when it may. It has a
   * place in the round from then on, and the tensors of its frame are promised to it once it may
   * take it.
   */
  boolean admits(InferenceQueue queue, Runnable wake) {
    if (queue.isCalled()) {
      return true;
    }
    enter(queue);
    boolean turn = queue.waiting().isEmpty() ? isNear(queue) : mayPrepareMore(queue);
    return takesRoom(queue, wake, turn, turn && mayHoldMore(queue));
  }

  /**
   * The same where turns don't count any more, for whatever is submitted is given back at once: a
   * stream may take its frame as soon as there are tensors for it.
   */
  boolean admitsAny(InferenceQueue queue, Runnable wake) {
    if (queue.isCalled()) {
      return true;
    }
    enter(queue);
    return takesRoom(queue, wake, true, true);
  }

  private void enter(InferenceQueue queue) {
    if (!queue.isInRound()) {
      queue.inRound(true);
      turns.add(queue);
    }
  }

  private boolean takesRoom(InferenceQueue queue, Runnable wake, boolean hasTurn, boolean mayTake) {
    queue.awaitCall(wake);
    if (mayTake && queue.promiseTensors()) {
      queue.grant();
      return true;
    }
    isShort |= hasTurn;
    return false;
  }

  /**
   * Streams before it come first, also where they wait for tensors; not where they must give back
   * some of their own before.
   */
  private boolean isNear(InferenceQueue queue) {
    int before = 0;
    for (InferenceQueue other : turns) {
      if (other == queue) {
        return true;
      }
      if ((other.awaitsTensors() && mayHoldMore(other)) || (other.isActive() && ++before >= near)) {
        return false;
      }
    }
    return true;
  }

  private boolean mayPrepareMore(InferenceQueue queue) {
    return queue.waiting().size() < alone && isAlone(queue);
  }

  private boolean isAlone(InferenceQueue queue) {
    return turns.stream().noneMatch(other -> other != queue && other.isActive());
  }

  /**
   * Whether a stream may have one more frame's tensors: one whose results nobody takes must not
   * hold those of all.
   */
  private boolean mayHoldMore(InferenceQueue queue) {
    return !queue.holdsAll() && (!queue.holdsResults() || isAlone(queue));
  }

  /** Takes a prepared frame in. */
  void add(Submission job) {
    InferenceQueue queue = job.queue();
    queue.ready();
    queue.waiting().add(job);
    enter(queue);
  }

  /** The first frame of the first stream that has one ready; null when none has. */
  @Nullable Submission next() {
    for (Iterator<InferenceQueue> all = turns.iterator(); all.hasNext(); ) {
      InferenceQueue queue = all.next();
      Submission job = queue.waiting().poll();
      if (job != null) {
        all.remove();
        queue.inRound(false);
        if (!queue.waiting().isEmpty() || queue.keepsItsPlace()) {
          enter(queue);
        }
        return job;
      }
    }
    return null;
  }

  /**
   * Calls the streams whose turns have come near, as far as there are tensors; they are promised to
   * them in the order of their turns. To be asked whenever turns have moved.
   *
   * @return what wakes them, to be run without the lock
   */
  List<Runnable> calls() {
    List<Runnable> wakes = new ArrayList<>(1);
    Iterator<InferenceQueue> all = turns.iterator();
    isShort = false;
    for (int seen = 0; seen < near && all.hasNext(); ) {
      InferenceQueue queue = all.next();
      if (queue.isActive()) {
        seen++;
      }
      if (!queue.awaitsGrant() || !(queue.waiting().isEmpty() || mayPrepareMore(queue))) {
        continue;
      }
      if (!mayHoldMore(queue)) {
        isShort = true;
        continue;
      }
      if (!queue.promiseTensors()) {
        isShort = true;
        break;
      }
      Runnable wake = queue.grant();
      if (wake != null) {
        wakes.add(wake);
      }
    }
    return wakes;
  }

  /**
   * The same after tensors came back: nothing where no stream waited for any.
   *
   * @return what wakes streams, to be run without the lock
   */
  List<Runnable> callsForTensors() {
    return isShort ? calls() : List.of();
  }

  /** Prepared inferences that wait. */
  int waiting() {
    return turns.stream().mapToInt(queue -> queue.waiting().size()).sum();
  }

  /** A stream goes. What it had waiting stays with it. */
  void remove(InferenceQueue queue) {
    if (queue.isInRound()) {
      queue.inRound(false);
      turns.remove(queue);
    }
  }

  /**
   * All streams go.
   *
   * @return those that were in the round
   */
  List<InferenceQueue> clear() {
    List<InferenceQueue> all = List.copyOf(turns);
    all.forEach(queue -> queue.inRound(false));
    turns.clear();
    return all;
  }
}
