package sluice.stage.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The streams that want something of a model, in the order of their turns. Free requests go round
 * them: whose frame is granted goes to the end if it wants more.
 *
 * <p>A stream that wants what is fresh enters the round before it has taken a frame from its
 * source, and is called when its turn is so near that the frame will be prepared in time. What it
 * takes then is its newest; what came before was replaced where it costs nothing, in the source's
 * hand-over. Who was called and is not ready keeps its place while others go before.
 *
 * <p>Guarded by the pool's lock, and so is what the queues keep for it.
 */
final class Round {
  private final ArrayDeque<InferenceQueue> turns = new ArrayDeque<>();
  private final int alone;
  private final int near;

  /**
   * An empty round.
   *
   * @param requests of the model: so many frames may wait of a stream that is alone
   * @param near so many streams of those whose turns come next prepare frames
   */
  Round(int requests, int near) {
    this.alone = requests;
    this.near = near;
  }

  /**
   * Whether a stream may take a frame now; else it is called when it may. Whoever may, and has no
   * frame waiting, has a place in the round from then on.
   */
  boolean admits(InferenceQueue queue, Runnable wake) {
    if (queue.isCalled()) {
      return true;
    }
    if (!turns.contains(queue)) {
      turns.add(queue);
      if (turns.size() <= near) {
        queue.call();
        return true;
      }
    } else if (mayPrepareMore(queue)) {
      return true;
    }
    queue.awaitCall(wake);
    return false;
  }

  private boolean mayPrepareMore(InferenceQueue queue) {
    return turns.size() == 1 && queue.waiting().size() < alone;
  }

  /** Takes a prepared frame in. */
  void add(Job job) {
    InferenceQueue queue = job.queue();
    queue.ready();
    queue.waiting().add(job);
    if (!turns.contains(queue)) {
      turns.add(queue);
    }
  }

  /** The first frame of the first stream that has one ready; null when none has. */
  @Nullable Job next() {
    for (Iterator<InferenceQueue> all = turns.iterator(); all.hasNext(); ) {
      InferenceQueue queue = all.next();
      Job job = queue.waiting().poll();
      if (job != null) {
        all.remove();
        if (!queue.waiting().isEmpty() || queue.awaitsCall()) {
          turns.add(queue);
        }
        return job;
      }
    }
    return null;
  }

  /**
   * Calls the streams whose turns have come near. To be asked whenever turns have moved.
   *
   * @return what wakes them, to be run without the lock
   */
  List<Runnable> calls() {
    List<Runnable> wakes = new ArrayList<>(1);
    Iterator<InferenceQueue> all = turns.iterator();
    for (int i = 0; i < near && all.hasNext(); i++) {
      InferenceQueue queue = all.next();
      if (queue.waiting().isEmpty() || mayPrepareMore(queue)) {
        Runnable wake = queue.call();
        if (wake != null) {
          wakes.add(wake);
        }
      }
    }
    return wakes;
  }

  /** A stream goes. What it had waiting stays with it. */
  void remove(InferenceQueue queue) {
    turns.remove(queue);
  }

  /**
   * All streams go.
   *
   * @return those that were in the round
   */
  List<InferenceQueue> clear() {
    List<InferenceQueue> all = List.copyOf(turns);
    turns.clear();
    return all;
  }
}
