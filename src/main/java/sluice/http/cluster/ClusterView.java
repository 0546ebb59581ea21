package sluice.http.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.config.settings.NodeAddress;
import sluice.json.ClosedEnum;

/**
 * The nodes as one of them sees them. Immutable.
 *
 * @param self name of the node that sees
 * @param nodes in the order to be shown, it among them once it is a member
 */
public record ClusterView(String self, List<Node> nodes) {
  /** No node. */
  public static final ClusterView EMPTY = new ClusterView("", List.of());

  /** Keeps its own copy of the list. */
  public ClusterView {
    nodes = List.copyOf(nodes);
  }

  /** Status of a member, as Pekko Cluster names it. */
  @ClosedEnum
  public enum Status {
    /** Wants to be a member. */
    JOINING,
    /** A member. */
    UP,
    /** Ends in order, and gives its streams away. */
    LEAVING,
    /** Has ended in order. */
    EXITING,
    /** Counts as lost. */
    DOWN
  }

  /** Whether a node takes streams. */
  @ClosedEnum
  public enum Intake {
    /** It takes streams. */
    OPEN,
    /** It gives its streams away: it was drained, or it leaves. */
    DRAINING,
    /** It keeps what it has: it doesn't answer, isn't up, or no placer has said otherwise yet. */
    CLOSED
  }

  /**
   * A node.
   *
   * @param name host and port of its cluster address
   * @param status as a member
   * @param reachable whether all who watch it hear of it
   * @param capacity weights of streams that it may have together; 0 where it doesn't say
   * @param labels by which streams choose it
   * @param weight of the streams that it has
   * @param streams how many it has
   * @param age its place by the time at which it came up: the oldest is 1; 0 before
   * @param placer whether it places the streams
   * @param intake whether it takes streams
   * @param http where it answers other nodes
   */
  public record Node(
      String name,
      Status status,
      boolean reachable,
      double capacity,
      Set<String> labels,
      double weight,
      int streams,
      int age,
      boolean placer,
      Intake intake,
      NodeAddress http) {
    /** Keeps its own copy of the set. */
    public Node {
      labels = Set.copyOf(labels);
    }
  }

  /** The node of a name. */
  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  /** All but the one that sees. */
  public List<Node> others() {
    return nodes.stream().filter(node -> !node.name().equals(self)).toList();
  }

  /** Whether the node that sees is a member that is up. */
  public boolean isUp() {
    return node(self).filter(node -> node.status() == Status.UP).isPresent();
  }
}
