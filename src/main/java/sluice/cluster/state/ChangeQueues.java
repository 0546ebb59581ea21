package sluice.cluster.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes that wait for their turn: one at a time of each part of the data. Not thread-safe. */
final class ChangeQueues {
  /** All that wait together; clients wait for their answers, so there are few. */
  static final int MOST = 200;

  private final Map<StateKey<StreamBucket>, Deque<Waiting>> queues = new HashMap<>();
  private final Set<StateKey<StreamBucket>> busy = new HashSet<>();
  private int size;

  /**
   * A change that waits.
   *
   * @param since {@link System#nanoTime} of its arrival
   */
  record Waiting(WriterCommand.Change change, long since) {}

  /** Adds a change; false where too many wait. */
  boolean add(WriterCommand.Change change, long now) {
    if (size >= MOST) {
      return false;
    }
    size++;
    queues
        .computeIfAbsent(StateKey.ofStream(change.id()), _ -> new ArrayDeque<>())
        .add(new Waiting(change, now));
    return true;
  }

  /** Takes the next one of a part; it is that part's only one until {@link #finish}. */
  Optional<Waiting> next(StateKey<StreamBucket> key) {
    @Nullable Deque<Waiting> queue = queues.get(key);
    if (queue == null || busy.contains(key)) {
      return Optional.empty();
    }
    Waiting first = queue.remove();
    if (queue.isEmpty()) {
      queues.remove(key);
    }
    size--;
    busy.add(key);
    return Optional.of(first);
  }

  /** The one that was taken has come to its end. */
  void finish(StateKey<StreamBucket> key) {
    busy.remove(key);
  }

  /** Takes all that wait, and forgets what was taken. */
  List<WriterCommand.Change> clear() {
    List<WriterCommand.Change> waiting = new ArrayList<>();
    queues.values().forEach(queue -> queue.forEach(each -> waiting.add(each.change())));
    queues.clear();
    busy.clear();
    size = 0;
    return waiting;
  }
}
