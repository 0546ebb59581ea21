package sluice.cli.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.app.remote.RemoteCluster;
import sluice.app.remote.RemoteCluster.Node;
import sluice.app.remote.RemoteCluster.Placed;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.util.Plural;

/** A cluster as lines of text: its nodes, totals, and streams. */
final class ClusterStatusText {
  private static final String NONE = "-";
  private static final int LEFT_OF_NODES = 5;
  private static final int LEFT_OF_STREAMS = 5;
  private static final int PERCENT = 100;

  /** Streams that are listed where not all are asked for. */
  private static final int MOST_STREAMS = 20;

  /** What needs no line, as it is as it should be. */
  private static final Set<String> AT_REST = Set.of("running", "starting", "ending");

  private ClusterStatusText() {}

  /**
   * The text.
   *
   * @param all whether every stream has a line, and not just some of those that wait or move
   */
  static String of(RemoteCluster cluster, boolean all) {
    if (cluster.nodes().isEmpty()) {
      return "the service is in no cluster yet: it asks to be let in\n";
    }
    return nodes(cluster) + totals(cluster) + streams(cluster, all);
  }

  private static String nodes(RemoteCluster cluster) {
    TextTable table = new TextTable(LEFT_OF_NODES);
    table.row(
        List.of(
            "node", "status", "is", "intake", "labels", "streams", "weight", "capacity", "told"));
    for (Node node : cluster.nodes()) {
      table.row(
          List.of(
              node.name(),
              status(node),
              role(node, cluster.node()),
              node.intake().orElse(NONE),
              orNone(String.join(",", node.labels())),
              Long.toString(node.streams()),
              DecimalFormats.two(node.weight()),
              node.capacity() > 0 ? DecimalFormats.two(node.capacity()) : NONE,
              node.toldSeconds().map(told -> Math.round(told) + " s ago").orElse(NONE)));
    }
    return table.render();
  }

  /** As the node is a member; unreachable goes before up. */
  static String status(Node node) {
    if (node.reachable()) {
      return node.status();
    }
    return node.status().equals("up") ? "unreachable" : node.status() + ", unreachable";
  }

  private static String role(Node node, String self) {
    return orNone(
        Stream.of(node.name().equals(self) ? "this" : "", node.placer() ? "placer" : "")
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(",")));
  }

  private static String totals(RemoteCluster cluster) {
    double weight = cluster.nodes().stream().mapToDouble(Node::weight).sum();
    double capacity = cluster.nodes().stream().mapToDouble(Node::capacity).sum();
    String load =
        capacity > 0
            ? "weight %s of %s, %d %%"
                .formatted(
                    DecimalFormats.two(weight),
                    DecimalFormats.two(capacity),
                    Math.round(PERCENT * weight / capacity))
            : "weight " + DecimalFormats.two(weight);
    return "%s: %s; %s%s; %s\n"
        .formatted(
            Plural.of(cluster.nodes().size(), "node"),
            counts(cluster.nodes(), ClusterStatusText::status),
            Plural.of(cluster.streams().size(), "stream"),
            cluster.streams().isEmpty() ? "" : ": " + counts(cluster.streams(), Placed::state),
            load);
  }

  private static <T> String counts(List<T> all, Function<T, String> word) {
    Map<String, Long> counts =
        all.stream().collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String streams(RemoteCluster cluster, boolean all) {
    List<Placed> listed =
        all
            ? cluster.streams()
            : cluster.streams().stream().filter(each -> !AT_REST.contains(each.state())).toList();
    if (listed.isEmpty()) {
      return "";
    }
    int most = all ? listed.size() : Math.min(MOST_STREAMS, listed.size());
    TextTable table = new TextTable(LEFT_OF_STREAMS);
    table.row(List.of("stream", "placement", "node", "moves to", "reason"));
    for (Placed each : listed.subList(0, most)) {
      table.row(
          List.of(
              each.id(),
              each.state(),
              each.node().orElse(NONE),
              each.movesTo().orElse(NONE),
              orNone(each.reason())));
    }
    return "\n"
        + table.render()
        + (most < listed.size()
            ? "and %d more; --streams lists all\n".formatted(listed.size() - most)
            : "");
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
