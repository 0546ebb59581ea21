package sluice.cluster;

import java.util.Locale;
import java.util.Set;
import sluice.config.settings.NodeAddress;

/**
 * A node of the cluster as this node knows it.
 *
 * @param address by which the others reach it
 * @param uid of its process: one that was started again under the same address has another
 * @param status as a member
 * @param reachable whether all who watch it hear of it
 * @param capacity weights of streams that it may have together; 0 where it doesn't say
 * @param labels by which streams choose it
 * @param age its place by the time at which it came up: the oldest is 1; 0 before
 * @param self whether it is this one
 */
public record ClusterNode(
    NodeAddress address,
    long uid,
    Status status,
    boolean reachable,
    double capacity,
    Set<String> labels,
    int age,
    boolean self) {

  /** Keeps its own copy of the set. */
  public ClusterNode {
    labels = Set.copyOf(labels);
  }

  /** Status of a member, as Pekko Cluster names it. */
  public enum Status {
    /** Wants to be a member. */
    JOINING,
    /** A member. */
    UP,
    /** Ends in order, and gives its streams away. */
    LEAVING,
    /** Has ended in order. */
    EXITING,
    /** Counts as lost; its streams start elsewhere after the margin. */
    DOWN
  }

  /** Whether streams may be placed on it. */
  public boolean isAvailable() {
    return status == Status.UP && reachable;
  }

  /** As in the log: {@code 10.0.0.11:25520 up}, with what is wrong. */
  @Override
  public String toString() {
    return address
        + " "
        + status.name().toLowerCase(Locale.ROOT)
        + (reachable ? "" : ", unreachable");
  }
}
