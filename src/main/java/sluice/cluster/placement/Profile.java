package sluice.cluster.placement;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What streams with the same labels want of nodes, worked out once for all of them. */
final class Profile {
  /** Of a node that lacks a label that is needed. */
  static final int UNSUITABLE = -1;

  private static final int PREFERRED = 0;
  private static final int NEUTRAL = 1;
  private static final int AVOIDED = 2;

  final Set<String> needs;
  final boolean hasWishes;

  /** How many nodes have what is needed, whatever their intake. */
  final int suitable;

  /** Of those, the nodes that take streams. */
  final int open;

  /** The largest of those. */
  final double greatestCapacity;

  /** Weights from here on were found not to fit anywhere; room only becomes less in a plan. */
  double fitsNowhereFrom = Double.POSITIVE_INFINITY;

  /** For weights from here on no room can be made. */
  double noRoomFrom = Double.POSITIVE_INFINITY;

  private final int[] ranks;

  Profile(StreamDemand demand, List<NodeState> nodes) {
    needs = demand.needs();
    hasWishes = !demand.prefers().isEmpty() || !demand.avoids().isEmpty();
    ranks = new int[nodes.size()];
    int suits = 0;
    int takes = 0;
    double greatest = 0;
    for (NodeState node : nodes) {
      int rank = rank(demand, node.offer);
      ranks[node.index] = rank;
      if (rank != UNSUITABLE) {
        suits++;
        if (node.isOpen()) {
          takes++;
          greatest = Math.max(greatest, node.offer.capacity());
        }
      }
    }
    suitable = suits;
    open = takes;
    greatestCapacity = greatest;
  }

  private static int rank(StreamDemand demand, NodeOffer node) {
    if (!node.labels().containsAll(demand.needs())) {
      return UNSUITABLE;
    }
    if (!Collections.disjoint(node.labels(), demand.avoids())) {
      return AVOIDED;
    }
    return Collections.disjoint(node.labels(), demand.prefers()) ? NEUTRAL : PREFERRED;
  }

  /** The lower the better, or {@link #UNSUITABLE}. */
  int rank(NodeState node) {
    return ranks[node.index];
  }

  boolean suits(NodeState node) {
    return ranks[node.index] != UNSUITABLE;
  }

  /** Whether a node could be better than this one. */
  boolean wantsBetterThan(NodeState node) {
    return hasWishes && ranks[node.index] > PREFERRED;
  }
}
