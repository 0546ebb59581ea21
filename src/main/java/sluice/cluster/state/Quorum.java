package sluice.cluster.state;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * How many nodes must have a change: more than half of the members, and more than half of the nodes
 * that the cluster was planned with. Members alone would not do: of a cluster that has shrunk to
 * one node, the others would form another one, which doesn't know what that one was told.
 * Thread-safe.
 */
final class Quorum {
  private final Cluster cluster;
  private final int planned;

  /**
   * That of a node.
   *
   * @param planned nodes that the cluster was planned with, at least 1
   */
  Quorum(ActorSystem<?> system, int planned) {
    this.cluster = Cluster.get(system);
    this.planned = planned;
  }

  /** Nodes that must have a change at the least, however few are members. */
  int least() {
    return planned / 2 + 1;
  }

  /** What is missing, as far as this node sees; empty where enough can be reached. */
  Optional<String> missing() {
    CurrentClusterState state = cluster.state();
    Set<Address> reachable = new HashSet<>();
    for (Member member : state.getMembers()) {
      if (isIn(member)) {
        reachable.add(member.address());
      }
    }
    int members = reachable.size();
    for (Member lost : state.getUnreachable()) {
      reachable.remove(lost.address());
    }
    return missing(reachable.size(), members);
  }

  /** The same of so many nodes that can be reached, and so many members. */
  Optional<String> missing(int reachable, int members) {
    int needed = Math.max(least(), members / 2 + 1);
    return reachable >= needed
        ? Optional.empty()
        : Optional.of(
            "%d of %d nodes can be reached (expected: at least %d)"
                .formatted(reachable, Math.max(members, planned), needed));
  }

  private static boolean isIn(Member member) {
    return member.status().equals(MemberStatus.up())
        || member.status().equals(MemberStatus.leaving());
  }
}
