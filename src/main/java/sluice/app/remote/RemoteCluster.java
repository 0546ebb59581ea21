package sluice.app.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.app.remote.JsonTree.UnexpectedException;
import sluice.core.util.MessageText;

/**
 * A cluster as one of its nodes told it. Texts are those of the node, without control characters;
 * words that this version doesn't know are taken as they are.
 *
 * @param node the one that told it; empty where it is in no cluster yet
 * @param nodes all of them
 * @param streams where each is
 * @param json what the node answered, as it came
 */
public record RemoteCluster(String node, List<Node> nodes, List<Placed> streams, String json) {
  /** Keeps its own copies. */
  public RemoteCluster {
    nodes = List.copyOf(nodes);
    streams = List.copyOf(streams);
  }

  /**
   * A node.
   *
   * @param name host and port of its cluster address
   * @param status as a member, such as {@code up}
   * @param reachable whether the others hear of it
   * @param placer whether it places the streams
   * @param intake whether it takes streams; absent where the node that told it doesn't know the
   *     word
   * @param labels by which streams choose it
   * @param streams how many it has
   * @param weight of those
   * @param capacity weights that it may have; 0 where unknown
   * @param toldSeconds how long ago it told of its streams
   */
  public record Node(
      String name,
      String status,
      boolean reachable,
      boolean placer,
      Optional<String> intake,
      List<String> labels,
      long streams,
      double weight,
      double capacity,
      Optional<Double> toldSeconds) {
    /** Keeps its own copy. */
    public Node {
      labels = List.copyOf(labels);
    }

    /** Whether it is a member that the others hear of. */
    public boolean isUp() {
      return reachable && status.equals("up");
    }
  }

  /**
   * Where a stream is.
   *
   * @param id its name
   * @param state what is done about it, such as {@code running}
   * @param node that has it
   * @param movesTo the node that it moves to
   * @param reason why it waits or moves; empty where there is none
   */
  public record Placed(
      String id, String state, Optional<String> node, Optional<String> movesTo, String reason) {}

  /** Reads the answer to {@code GET /api/v1/cluster}. */
  static RemoteCluster of(byte[] answer, String json) throws UnexpectedException {
    JsonTree tree = JsonTree.parse(answer);
    List<Node> nodes = new ArrayList<>();
    for (JsonTree each : tree.objects("nodes")) {
      nodes.add(node(each));
    }
    List<Placed> streams = new ArrayList<>();
    for (JsonTree each : tree.objects("streams")) {
      streams.add(
          new Placed(
              plain(each.text("id")),
              plain(each.text("state")),
              each.textIfAny("node").map(RemoteCluster::plain),
              each.textIfAny("moves-to").map(RemoteCluster::plain),
              plain(each.textIfAny("reason").orElse(""))));
    }
    return new RemoteCluster(plain(tree.text("node")), nodes, streams, json);
  }

  private static Node node(JsonTree tree) throws UnexpectedException {
    return new Node(
        plain(tree.text("name")),
        plain(tree.text("status")),
        tree.flag("reachable"),
        tree.flag("placer"),
        tree.textIfAny("intake").map(RemoteCluster::plain),
        tree.texts("labels").stream().map(RemoteCluster::plain).toList(),
        (long) tree.number("streams"),
        tree.number("weight"),
        tree.number("capacity"),
        tree.numberIfAny("told-seconds"));
  }

  private static String plain(String text) {
    return MessageText.oneLine(text);
  }
}
