package sluice.cluster;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.NodeAddress;

/**
 * The nodes of the cluster, as this node sees them; for any number of threads. What is read is
 * immutable, and as new as the last event of the cluster.
 */
public final class ClusterNodes {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterNodes.class);

  private final List<Consumer<List<ClusterNode>>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<ClusterNode> nodes = List.of();

  ClusterNodes() {}

  /** All nodes in the order of their addresses; empty before this node asked to be let in. */
  public List<ClusterNode> all() {
    return nodes;
  }

  /** Whether this node is a member that is up. */
  public boolean isUp() {
    return nodes.stream().anyMatch(node -> node.self() && node.status() == ClusterNode.Status.UP);
  }

  /** Whether this node is known to the cluster, in whatever status. */
  boolean hasSelf() {
    return nodes.stream().anyMatch(ClusterNode::self);
  }

  /** Whether this node wants to be a member of a cluster that has no other node. */
  boolean isAlone() {
    List<ClusterNode> now = nodes;
    return now.size() == 1
        && now.getFirst().self()
        && now.getFirst().status() == ClusterNode.Status.JOINING;
  }

  /**
   * Has changes told, and the present state at once.
   *
   * @param listener called by the thread of an actor, and by the caller's at once: it must not
   *     block, nor throw
   */
  public void listen(Consumer<List<ClusterNode>> listener) {
    listeners.add(listener);
    listener.accept(nodes);
  }

  /** Ends what {@link #listen} began. */
  public void unlisten(Consumer<List<ClusterNode>> listener) {
    listeners.remove(listener);
  }

  /** Called by one thread at a time. */
  void set(List<ClusterNode> changed) {
    List<ClusterNode> before = nodes;
    if (!changed.equals(before)) {
      nodes = changed;
      log(before, changed);
      listeners.forEach(listener -> listener.accept(changed));
    }
  }

  private static void log(List<ClusterNode> before, List<ClusterNode> after) {
    for (ClusterNode node : after) {
      ClusterNode old = find(before, node.address(), node.uid());
      if (old == null || !Objects.equals(old.toString(), node.toString())) {
        LOG.info("cluster: node {}", node);
      }
    }
    for (ClusterNode node : before) {
      if (find(after, node.address(), node.uid()) == null) {
        LOG.info("cluster: node {} is gone", node.address());
      }
    }
  }

  private static @Nullable ClusterNode find(List<ClusterNode> in, NodeAddress address, long uid) {
    return in.stream()
        .filter(node -> node.uid() == uid && node.address().equals(address))
        .findFirst()
        .orElse(null);
  }
}
