package sluice.cluster.placement;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a stream demands of the node that runs it. Immutable.
 *
 * @param id its name
 * @param weight units of capacity that it takes, more than 0; a paused stream keeps its place
 * @param needs labels without which a node doesn't suit
 * @param prefers labels of nodes that come before others
 * @param avoids labels of nodes that come last
 * @param priority where room is short, a higher one takes the place of lower ones
 */
public record StreamDemand(
    String id,
    double weight,
    Set<String> needs,
    Set<String> prefers,
    Set<String> avoids,
    int priority) {
  /**
   * Keeps its own copies of the labels, sorted.
   *
   * @throws IllegalArgumentException when the weight is not a finite number above 0
   */
  public StreamDemand {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("weight of " + id + ": " + weight);
    }
    needs = Collections.unmodifiableSet(new TreeSet<>(needs));
    prefers = Collections.unmodifiableSet(new TreeSet<>(prefers));
    avoids = Collections.unmodifiableSet(new TreeSet<>(avoids));
  }

  /** A stream that any node suits, of priority 0. */
  public static StreamDemand of(String id, double weight) {
    return new StreamDemand(id, weight, Set.of(), Set.of(), Set.of(), 0);
  }
}
