package sluice.cluster.placement;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a node has to offer to streams. Immutable.
 *
 * @param node its name, unique in the cluster
 * @param capacity units of weight that it can carry, 0 or more
 * @param labels what streams may need, prefer or avoid
 * @param intake whether it takes streams
 */
public record NodeOffer(String node, double capacity, Set<String> labels, Intake intake) {
  /** Whether a node takes streams. */
  public enum Intake {
    /** It takes streams. */
    OPEN,
    /** It keeps what it has, as one that can't be reached for the moment. */
    CLOSED,
    /** It is emptied. */
    LEAVING
  }

  /**
   * Keeps its own copy of the labels, sorted.
   *
   * @throws IllegalArgumentException when the capacity is negative or not finite
   */
  public NodeOffer {
    if (!(capacity >= 0) || Double.isInfinite(capacity)) {
      throw new IllegalArgumentException("capacity of " + node + ": " + capacity);
    }
    labels = Collections.unmodifiableSet(new TreeSet<>(labels));
  }

  /** A node that takes streams. */
  public static NodeOffer open(String node, double capacity, Set<String> labels) {
    return new NodeOffer(node, capacity, labels, Intake.OPEN);
  }
}
