package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.cli.Cli;
import sluice.service.recovery.FatalErrorHandler;
import sluice.testing.ApiClient;

/** Streams of a cluster of real processes, whose nodes come, leave and die. */
@Timeout(300)
@Tag("alone")
class ClusterFailoverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A killed node's streams can't be elsewhere before. */
  private static final Duration NOT_BEFORE = Duration.ofSeconds(4);

  private static final int NODES = 4;

  private static final int EPOCH_DIGITS = 13;

  private static final List<String> STREAMS =
      IntStream.rangeClosed(1, 8).mapToObj(number -> "s" + number).toList();

  @TempDir Path folder;

  @Test
  void streamsGoOnElsewhere_whenTheirNodeStoodStill_isKilledOrLeaves_andNoOtherIsMoved()
      throws Exception {
    try (ResultCollector results = new ResultCollector();
        ServiceNodes nodes = new ServiceNodes(folder, settings(results))) {
      for (int number = 1; number <= NODES; number++) {
        nodes.start(number);
      }
      awaitResults(nodes, results, Instant.now());
      assertThat(new HashSet<>(nodesOf(lastOrders(results)).values()))
          .as("nodes that have streams")
          .hasSize(NODES);

      awaitWholeCluster(nodes);
      assertThatAllNodesShow(nodes, STREAMS.getFirst());

      nodes.node(NODES).signal("STOP");
      awaitResults(nodes, results, Instant.now().plus(NOT_BEFORE));
      nodes.node(NODES).signal("CONT");

      assertThat(nodes.awaitEnd(NODES)).isEqualTo(FatalErrorHandler.Cause.CLUSTER_LOST.exitCode());
      assertThat(results.overlap()).isLessThan(Duration.ofMillis(500));

      Map<String, String> before = lastOrders(results);
      Instant killed = Instant.now();
      nodes.kill(1); // the oldest, which has the placer
      awaitResults(nodes, results, killed.plus(NOT_BEFORE));

      Map<String, String> after = lastOrders(results);
      List<String> begunAnew =
          STREAMS.stream().filter(id -> !after.get(id).equals(before.get(id))).toList();
      assertThat(begunAnew)
          .isNotEmpty()
          .allSatisfy(id -> assertThat(after.get(id)).isGreaterThan(before.get(id)));
      assertThat(begunAnew.stream().map(nodesOf(before)::get).distinct())
          .as("nodes whose streams were moved")
          .hasSize(1);

      nodes.node(2).signal("TERM");
      assertThat(nodes.awaitEnd(2)).isZero();
      awaitResults(nodes, results, Instant.now());

      assertThat(new HashSet<>(nodesOf(lastOrders(results)).values())).hasSize(1);
      assertThat(results.overlap()).isLessThan(Duration.ofMillis(500));
    }
  }

  /** All nodes tell the same of the cluster, in metrics and on the command line. */
  private static void awaitWholeCluster(ServiceNodes nodes) {
    Awaitility.await("metrics of all nodes")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> metrics =
                  IntStream.rangeClosed(1, NODES)
                      .mapToObj(number -> metrics(nodes.node(number).port()))
                      .toList();
              assertThat(metrics)
                  .allSatisfy(
                      node ->
                          assertThat(node)
                              .contains(
                                  "sluice_cluster_nodes{status=\"up\"} " + NODES,
                                  "sluice_cluster_streams{placement=\"running\"} " + STREAMS.size(),
                                  "sluice_cluster_node_capacity 20.0",
                                  "sluice_cluster_placer_known 1.0",
                                  "sluice_cluster_majority 1.0",
                                  "sluice_cluster_state_healthy 1.0")
                              .doesNotContain(
                                  "sluice_cluster_node_weight 0.0",
                                  "sluice_cluster_streams_begun_total 0.0"));
              assertThat(metrics)
                  .filteredOn(node -> node.contains("sluice_cluster_placer 1.0"))
                  .hasSize(1);
            });
    Cli.Result status =
        new Cli()
            .run(
                "cluster",
                "status",
                "--nodes",
                Integer.toString(NODES),
                "--url",
                "http://127.0.0.1:" + nodes.node(NODES).port());
    assertThat(status.err()).isEmpty();
    assertThat(status.exitCode()).isZero();
    assertThat(status.out()).contains("4 nodes: 4 up; 8 streams: 8 running; weight ");
  }

  private static String metrics(int port) {
    try (ApiClient client = new ApiClient(port)) {
      return client.get("/metrics").body();
    }
  }

  /** Each node answers for a stream, and goes on to do so on the same connections over a move. */
  private static void assertThatAllNodesShow(ServiceNodes nodes, String stream) {
    List<NodeViewer> viewers =
        IntStream.rangeClosed(1, NODES)
            .mapToObj(number -> new NodeViewer(nodes.node(number).port(), stream))
            .toList();
    try {
      awaitAll(viewers, "pictures", viewer -> viewer.pictures() > 1);
      NodeViewer any = viewers.getFirst();
      String from = any.place();
      awaitAll(viewers, "its node", viewer -> viewer.saysRunningAt(from));
      String to = any.nodes().stream().filter(node -> !node.equals(from)).findFirst().orElseThrow();
      assertThat(any.move(to).status()).isEqualTo(202);
      awaitAll(viewers, "its new node", viewer -> viewer.saysRunningAt(to));
      awaitAll(viewers, "events of the new node", viewer -> viewer.heardOf(to));
      Map<NodeViewer, Integer> before = new HashMap<>();
      viewers.forEach(viewer -> before.put(viewer, viewer.pictures()));
      awaitAll(viewers, "more pictures", viewer -> viewer.pictures() > before.get(viewer) + 1);
    } finally {
      viewers.forEach(NodeViewer::close);
    }
  }

  private static void awaitAll(List<NodeViewer> viewers, String what, Predicate<NodeViewer> shows) {
    Awaitility.await(what)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(viewers)
                    .allMatch(shows)
                    .allSatisfy(viewer -> assertThat(viewer.faults()).isEmpty()));
  }

  /** The order of each stream's newest result. */
  private static Map<String, String> lastOrders(ResultCollector results) {
    return STREAMS.stream()
        .collect(Collectors.toMap(id -> id, id -> results.of(id).getLast().order()));
  }

  /** The nodes of orders. */
  private static Map<String, String> nodesOf(Map<String, String> orders) {
    Map<String, String> nodes = new HashMap<>(orders);
    nodes.replaceAll((id, order) -> order.substring(EPOCH_DIGITS));
    return nodes;
  }

  private static String settings(ResultCollector results) {
    StringBuilder settings =
        new StringBuilder(
            """
            cluster {
              seeds = [127.0.0.1, 127.0.0.2, 127.0.0.3, 127.0.0.4]
              node.capacity = 20
              failover { detect = 2s, decide = 3s, margin = 1s }
            }
            """);
    settings.append("sinks.all ").append(results.sink()).append('\n');
    for (String stream : STREAMS) {
      settings.append(
          "streams.%s { source = \"demo:\", sinks = [all], detect-fps = 2, loop = true, realtime = true }\n"
              .formatted(stream));
    }
    return settings.toString();
  }

  private static void awaitResults(ServiceNodes nodes, ResultCollector results, Instant after) {
    Awaitility.await("results of all streams")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .failFast(nodes::requireAllAlive)
        .untilAsserted(
            () ->
                assertThat(STREAMS)
                    .as(nodes.logs())
                    .allMatch(
                        stream ->
                            results.of(stream).stream()
                                .anyMatch(each -> each.at().isAfter(after))));
  }
}
