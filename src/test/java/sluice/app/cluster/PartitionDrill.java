package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import sluice.testing.TestCertificates;

/** Cuts the last node of a cluster off from the others, and puts the cable back. */
final class PartitionDrill {
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final String[] FLAGS = {"-Xmx512m"};
  private static final Duration CLOSE_ENOUGH = Duration.ofSeconds(3);

  private PartitionDrill() {}

  /**
   * What came of it.
   *
   * @param backs seconds from the cut to each stream's first result elsewhere, of those that had to
   *     move
   * @param moved streams of the other nodes that were moved while it was cut
   * @param overlap see {@link ResultCollector#overlap}
   * @param lag see {@link ResultCollector#lag}
   * @param exitCode of the cut node
   * @param healed how many streams each node has after the cut node was started again
   */
  record Outcome(
      List<Double> backs,
      long moved,
      Duration overlap,
      Duration lag,
      int exitCode,
      Map<Integer, Integer> healed) {}

  /**
   * Runs it; takes some minutes.
   *
   * @param network of the nodes; the last is cut off
   * @param failover settings of it; empty: as by default
   */
  static Outcome run(
      NodeNetwork network,
      Path folder,
      int count,
      List<String> streams,
      int fps,
      String failover,
      Duration cut)
      throws Exception {
    List<String> seeds = IntStream.rangeClosed(1, count).mapToObj(network::address).toList();
    try (ResultCollector results = new ResultCollector(NodeNetwork.here());
        ServiceNodes nodes =
            new ServiceNodes(
                folder,
                DrillSettings.of(
                    folder, seeds, failover + tls(folder), results.sink(), streams, fps),
                network)) {
      for (int node = 1; node <= count; node++) {
        nodes.start(node, FLAGS);
      }
      awaitAll(nodes, results, streams, count);

      StreamsSince since = new StreamsSince(results, streams);
      network.cut(count);
      int exitCode = nodes.awaitEnd(count);
      TimeUnit.MILLISECONDS.sleep(
          Math.max(0, Duration.between(Instant.now(), since.at().plus(cut)).toMillis()));
      List<String> affected = since.on(count);
      Awaitility.await("the streams of the node that was cut off run elsewhere")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .failFast("a node ended", () -> nodes.hasEnded())
          .until(() -> since.moved(affected) == affected.size());
      long moved = since.moved(since.besides(count));
      List<Double> backs =
          affected.stream().flatMap(id -> since.back(id).stream()).sorted().toList();

      network.mend(count);
      nodes.start(count, FLAGS);
      awaitAll(nodes, results, streams, count);
      return new Outcome(
          backs,
          moved,
          results.overlap(),
          results.lag(),
          exitCode,
          StreamsSince.nodes(results, streams));
    }
  }

  /** Waits until all streams give results, at all nodes. */
  private static void awaitAll(
      ServiceNodes nodes, ResultCollector results, List<String> streams, int count) {
    Awaitility.await("results of all streams, at all nodes")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              assertThat(nodes.hasEnded()).as(nodes.logs()).isFalse();
              Instant recent = Instant.now().minus(CLOSE_ENOUGH);
              return StreamsSince.nodes(results, streams).size() == count
                  && streams.stream()
                      .allMatch(
                          id ->
                              results
                                  .newest(id)
                                  .filter(one -> one.at().isAfter(recent))
                                  .isPresent());
            });
  }

  private static String tls(Path folder) throws Exception {
    TestCertificates certificates = new TestCertificates(folder);
    certificates.makeRsa("ca", "cameras", "-ext bc:c");
    certificates.makeRsa("node", "sluice", "-signer ca -ext eku=serverAuth,clientAuth");
    return """

    state-key = ${SLUICE_CLUSTER_KEY}
    tls { key = "%s", certificate = "%s", authorities = "%s" }
    """
        .formatted(certificates.key("node"), certificates.pem("node"), certificates.pem("ca"));
  }
}
