package sluice.cluster.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.cluster.placement.NodeOffer;

/** The nodes that a placer knows: which are there, which may still run streams, what was asked. */
final class NodeTable {
  private final long marginMillis;
  private final Map<NodeId, Node> present = new LinkedHashMap<>();

  /** When the margin of a node that was removed is over. */
  private final Map<NodeId, Long> gone = new HashMap<>();

  /** Nodes that may run streams that the placer has not heard of. */
  private final Set<NodeId> unsure = new HashSet<>();

  private long asks;

  /** A node that is there. */
  static final class Node {
    PlacementNode info;
    boolean leaving;

    /** Whether it has said anything yet. */
    boolean reported;

    /** Whether it takes the placer's commands. */
    boolean claimed;

    /** The last question. */
    long ask;

    long askedAt;

    /** Since when it may run streams that nobody knows, as long as it says nothing. */
    private long unsureSince;

    Node(PlacementNode info, long now) {
      this.info = info;
      this.unsureSince = now;
    }

    NodeOffer offer() {
      return new NodeOffer(info.id().address(), info.capacity(), info.labels(), intake());
    }

    NodeOffer.Intake intake() {
      if (!claimed || info.condition() == PlacementNode.Condition.UNREACHABLE) {
        return NodeOffer.Intake.CLOSED;
      }
      return leaving || info.condition() == PlacementNode.Condition.LEAVING
          ? NodeOffer.Intake.LEAVING
          : NodeOffer.Intake.OPEN;
    }
  }

  /**
   * A table without nodes.
   *
   * @param margin how long after it was removed a node that was downed may run streams, by the
   *     caller's time
   */
  NodeTable(Duration margin) {
    this.marginMillis = margin.toMillis();
  }

  Collection<Node> present() {
    return present.values();
  }

  @Nullable Node get(NodeId id) {
    return present.get(id);
  }

  /** The node at an address, of those that are there. */
  @Nullable Node at(String address) {
    for (Node node : present.values()) {
      if (node.info.id().address().equals(address)) {
        return node;
      }
    }
    return null;
  }

  /** Nodes that may run streams that the placer has not heard of. */
  Set<NodeId> unsure() {
    return unsure;
  }

  /** Of those, the ones that are there and say nothing. */
  List<NodeId> silent() {
    return present.keySet().stream().filter(unsure::contains).toList();
  }

  /**
   * Gives up on nodes that are there and have said nothing for long.
   *
   * @return those
   */
  List<NodeId> forgetSilentSince(long time) {
    List<NodeId> forgotten = new ArrayList<>();
    present.forEach(
        (id, node) -> {
          if (unsure.contains(id) && node.unsureSince <= time) {
            forgotten.add(id);
          }
        });
    forgotten.forEach(unsure::remove);
    return forgotten;
  }

  /** Takes all nodes for such that may run what nobody knows. */
  void claimAnew(long now) {
    for (Node node : present.values()) {
      node.claimed = false;
      node.unsureSince = now;
      unsure.add(node.info.id());
    }
  }

  void claimed(Node node) {
    node.claimed = true;
    unsure.remove(node.info.id());
  }

  /** The number of another question to a node. */
  long ask(Node node, long now) {
    node.ask = ++asks;
    node.askedAt = now;
    return node.ask;
  }

  /** The number of the last question to any node. */
  long asks() {
    return asks;
  }

  /**
   * Takes over the members.
   *
   * @return those that are not there any more
   */
  List<NodeId> update(PlacerCommand.Nodes nodes, long now) {
    Set<NodeId> there = new HashSet<>();
    for (PlacementNode info : nodes.present()) {
      there.add(info.id());
      Node known = present.get(info.id());
      if (known != null) {
        known.info = info;
      } else {
        present.put(info.id(), new Node(info, now));
        unsure.add(info.id());
      }
    }
    List<NodeId> lost = new ArrayList<>();
    for (Iterator<NodeId> ids = present.keySet().iterator(); ids.hasNext(); ) {
      NodeId id = ids.next();
      if (!there.contains(id)) {
        ids.remove();
        lost.add(id);
        gone.put(id, now + marginMillis);
        unsure.add(id);
      }
    }
    for (GoneNode node : nodes.gone()) {
      long left = node.orderly() ? 0 : marginMillis - node.since().toMillis();
      if (lost.contains(node.id()) || (left > 0 && !gone.containsKey(node.id()))) {
        gone.put(node.id(), now + Math.max(0, left));
        unsure.add(node.id());
      }
    }
    return lost;
  }

  /** Those whose margin is over; they are forgotten. */
  List<NodeId> expired(long now) {
    List<NodeId> expired = new ArrayList<>();
    gone.entrySet()
        .removeIf(
            entry -> {
              boolean over = entry.getValue() <= now;
              if (over) {
                expired.add(entry.getKey());
                unsure.remove(entry.getKey());
              }
              return over;
            });
    return expired;
  }
}
