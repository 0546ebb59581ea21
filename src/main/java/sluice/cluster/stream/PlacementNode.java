package sluice.cluster.stream;

import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A member of the cluster that is up, as the placer sees it.
 *
 * @param capacity units of weight
 * @param condition how it is
 * @param agent where its agent is known
 */
public record PlacementNode(
    NodeId id,
    double capacity,
    Set<String> labels,
    Condition condition,
    Optional<ActorRef<AgentCommand>> agent) {
  /** How a member is. */
  public enum Condition {
    /** It can be reached. */
    UP,
    /** It can't be reached for now: it keeps what it has, and gets nothing. */
    UNREACHABLE,
    /** It leaves the cluster, or is drained: it is emptied. */
    LEAVING
  }

  /** Keeps its own copy. */
  public PlacementNode {
    labels = Set.copyOf(labels);
  }
}
