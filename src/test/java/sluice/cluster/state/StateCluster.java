package sluice.cluster.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import sluice.testing.FreePort;

/** Three nodes at 127.0.0.1 to 3 in one process, each with a folder of its own. */
final class StateCluster implements AutoCloseable {
  private static final String SETTINGS =
      """
      enabled = true, bind = "127.0.0.%d:%d"
      seeds = [127.0.0.1, 127.0.0.2, 127.0.0.3], start-with = 2
      failover { detect = 1s, decide = 1s, margin = 1s }
      """;

  private final Path folder;
  private final int port;
  private final Map<Integer, StateNode> nodes = new ConcurrentSkipListMap<>();

  StateCluster(Path folder) {
    this.folder = folder;
    port = FreePort.ofLoopback();
  }

  static ConditionFactory await() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions();
  }

  /** Starts nodes, and waits until all that run are up for all. */
  StateCluster start(int... numbers) {
    for (int number : numbers) {
      start(number, Optional.empty());
    }
    awaitUp();
    return this;
  }

  StateNode start(int number, Optional<String> key) {
    StateNode node = new StateNode(folder(number), SETTINGS.formatted(number, port), key);
    nodes.put(number, node);
    return node;
  }

  Path folder(int number) {
    return folder.resolve("node-" + number);
  }

  StateNode node(int number) {
    return nodes.get(number);
  }

  Collection<StateNode> nodes() {
    return nodes.values();
  }

  void awaitUp() {
    await().until(() -> nodes.values().stream().allMatch(node -> node.sees(nodes.size())));
  }

  /** Ends a node without a word to the others. */
  void kill(int number) {
    nodes.remove(number).close();
  }

  /** Nothing goes between a node and the others any more. */
  void cutOff(int number) {
    for (Map.Entry<Integer, StateNode> other : nodes.entrySet()) {
      if (other.getKey() != number) {
        Blackhole.between(node(number).system(), other.getValue().system());
      }
    }
  }

  /** A node's disk takes nothing more; root may write everywhere, but not below a file. */
  void fill(int number) throws IOException {
    Path data = folder(number).resolve("data");
    Files.move(data.resolve("cluster"), data.resolve("moved"));
    Files.createFile(data.resolve("cluster"));
  }

  /** It takes what it is given again. */
  void empty(int number) throws IOException {
    Path data = folder(number).resolve("data");
    Files.delete(data.resolve("cluster"));
    Files.move(data.resolve("moved"), data.resolve("cluster"));
  }

  /** Ends all nodes; they can be started again. */
  void endAll() {
    close();
  }

  @Override
  public void close() {
    nodes.values().forEach(StateNode::close);
    nodes.clear();
  }
}
