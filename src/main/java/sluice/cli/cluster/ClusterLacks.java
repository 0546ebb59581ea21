package sluice.cli.cluster;

import java.util.ArrayList;
import java.util.List;
import sluice.app.remote.RemoteCluster;
import sluice.core.util.Plural;

/** What a cluster lacks, for the exit code and its message. */
final class ClusterLacks {
  private static final int MOST_NAMES = 5;

  private ClusterLacks() {}

  /**
   * What is wrong, each in a few words; empty where the cluster is whole.
   *
   * @param wanted nodes that have to be up; 0: as many as there are
   */
  static List<String> of(RemoteCluster cluster, int wanted) {
    List<RemoteCluster.Node> nodes = cluster.nodes();
    if (nodes.isEmpty()) {
      return List.of("this node is in none yet");
    }
    List<String> result = new ArrayList<>();
    List<String> down =
        nodes.stream()
            .filter(node -> !node.isUp())
            .map(node -> node.name() + " is " + ClusterStatusText.status(node))
            .toList();
    if (!down.isEmpty()) {
      result.add(shortened(down));
    }
    int up = nodes.size() - down.size();
    if (up < wanted) {
      result.add("%d of %s up".formatted(up, Plural.of(wanted, "node")));
    }
    if (nodes.stream().noneMatch(RemoteCluster.Node::placer)) {
      result.add("no node places streams");
    }
    count(cluster, "waiting", result, "waits for a node", "wait for a node");
    count(
        cluster,
        "unknown",
        result,
        "is at no node that is known yet",
        "are at no node that is known yet");
    return result;
  }

  private static String shortened(List<String> names) {
    String rest =
        names.size() > MOST_NAMES ? " and %d more".formatted(names.size() - MOST_NAMES) : "";
    return String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size()))) + rest;
  }

  private static void count(
      RemoteCluster cluster, String state, List<String> result, String one, String many) {
    long count = cluster.streams().stream().filter(each -> each.state().equals(state)).count();
    if (count > 0) {
      result.add(Plural.of(count, "stream") + " " + (count == 1 ? one : many));
    }
  }
}
