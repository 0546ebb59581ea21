package sluice.service.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last transitions of a stream. A camera that is away for a week goes the same round over and
 * over: what happened within the last round is counted there instead of filling the list. For one
 * thread.
 */
final class TransitionLog {
  static final int KEPT = 50;

  /** Starting, waiting for the model, running, retrying. */
  private static final int ROUND = 4;

  private final List<Transition> kept = new ArrayList<>();

  /**
   * Records a transition.
   *
   * @return whether it is a new one; false where it repeats one of the last round
   */
  boolean add(StreamState state, String cause, Instant at) {
    for (int i = kept.size() - 1; i >= Math.max(0, kept.size() - ROUND); i--) {
      Transition transition = kept.get(i);
      if (transition.isSame(state, cause)) {
        kept.set(i, transition.again(at));
        return false;
      }
    }
    if (kept.size() == KEPT) {
      kept.removeFirst();
    }
    kept.add(Transition.first(state, cause, at));
    return true;
  }

  /** Oldest first. */
  List<Transition> entries() {
    return List.copyOf(kept);
  }
}
