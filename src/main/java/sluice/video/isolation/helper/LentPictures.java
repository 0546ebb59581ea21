package sluice.video.isolation.helper;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * Pictures that the service was told of and has not given back yet. The same memory may be told of
 * more than once, where a stream shows a picture again. One thread.
 */
final class LentPictures {
  private final Map<Long, Queue<Runnable>> held = new HashMap<>();
  private int number;

  /**
   * The service is told of a picture.
   *
   * @param offset where it begins
   * @param release lets go of it once the service has given it back
   */
  void add(long offset, Runnable release) {
    held.computeIfAbsent(offset, _ -> new ArrayDeque<>(1)).add(release);
    number++;
  }

  /**
   * The service gives a picture back.
   *
   * @throws ProtocolException when it has none there
   */
  void giveBack(long offset) {
    Queue<Runnable> there = held.get(offset);
    Runnable release = there == null ? null : there.poll();
    if (there == null || release == null) {
      throw new ProtocolException("a picture is given back that is not held: " + offset);
    }
    if (there.isEmpty()) {
      held.remove(offset);
    }
    number--;
    release.run();
  }

  /** How many there are. */
  int number() {
    return number;
  }
}
