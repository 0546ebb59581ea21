package sluice.app.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import sluice.testing.ApiClient;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;

/**
 * Changes streams at all nodes of a cluster while nodes are killed, then kills all of them: {@code
 * NODES CHANGES KILLS}. Holds that each change that was acknowledged is there, at each node, also
 * after a start of all in another order and with one node's old folder. Each node is {@code sluice
 * run} in a process of its own. Needs Linux. Ends with exit code 1 where a bar is missed. How to
 * start it: {@code src/docs/long-runs.md}.
 */
public final class ClusterChangesRun {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String COUNTED = ApiClient.STREAMS + "/counted";

  /** Counts are kept every ten seconds. */
  private static final Duration COUNTS_KEPT = Duration.ofSeconds(12);

  private final int count;
  private final int changes;
  private final int kills;
  private final RequirementTable bars = new RequirementTable();
  private final Map<Integer, ApiClient> clients = new ConcurrentSkipListMap<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final Random random;

  private ClusterChangesRun(String[] args) {
    count = Integer.parseInt(args[0]);
    changes = Integer.parseInt(args[1]);
    kills = Integer.parseInt(args[2]);
    long seed = args.length > 3 ? Long.parseLong(args[3]) : new Random().nextInt(1_000_000);
    RequirementTable.fact("seed", "%d", seed);
    random = new Random(seed);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ClusterChangesRun run = new ClusterChangesRun(args);
    PacedStreams.inFolder("cluster-changes", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private String settings() {
    List<String> seeds =
        IntStream.rangeClosed(1, count).mapToObj(NodeHosts.LOOPBACK::address).toList();
    return """
    cluster { seeds = [%s], node.capacity = 100 }
    models.people { model = person-detection-hog, requests = 1 }
    defaults.model = people
    """
        .formatted(String.join(", ", seeds));
  }

  private void run(Path folder) throws IOException, InterruptedException {
    try (ServiceNodes nodes = new ServiceNodes(folder, settings());
        ExecutorService threads = Executors.newFixedThreadPool(count)) {
      try {
        IntStream.rangeClosed(1, count).forEach(node -> start(nodes, node));
        awaitReady();
        client(1).send("POST", ApiClient.STREAMS, counted());
        List<StreamChanges> all = IntStream.rangeClosed(1, count).mapToObj(this::changer).toList();
        List<CompletableFuture<Void>> ends =
            all.stream().map(one -> CompletableFuture.runAsync(one, threads)).toList();
        try {
          killSome(nodes, folder);
        } finally {
          over.set(true);
        }
        ends.forEach(CompletableFuture::join);
        report(all);
        Map<String, String> kept = check("while nodes died", all);
        killAll(nodes, folder, all, kept);
      } catch (RuntimeException e) {
        System.out.println(nodes.logs());
        throw e;
      } finally {
        over.set(true);
        clients.values().forEach(ApiClient::close);
      }
    }
  }

  private static String counted() {
    return """
    {"id": "counted", "source": "demo:seconds=10", "loop": true, "realtime": true, "sinks": [],
     "lines": {"gate": {"from": [0.5, 0], "to": [0.5, 1]}}}
    """;
  }

  private StreamChanges changer(int number) {
    return new StreamChanges(
        number, () -> List.copyOf(clients.values()), over, acknowledged, random.nextLong());
  }

  private void start(ServiceNodes nodes, int node) {
    try {
      nodes.start(node, "-Xmx512m");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    clients.put(node, new ApiClient(nodes.node(node).port()));
  }

  private ApiClient client(int node) {
    ApiClient client = clients.get(node);
    if (client == null) {
      throw new IllegalStateException("node " + node + " is not there");
    }
    return client;
  }

  private void kill(ServiceNodes nodes, int node) {
    ApiClient client = clients.remove(node);
    nodes.kill(node);
    if (client != null) {
      client.close();
    }
  }

  private void awaitReady() {
    Awaitility.await("all nodes are ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                clients.values().stream().allMatch(client -> client.get("/health/ready").isDone()));
  }

  /** Kills one node after the other, and keeps the folder of the last one as it was after half. */
  private void killSome(ServiceNodes nodes, Path folder) throws IOException {
    for (int kill = 1; kill <= kills; kill++) {
      awaitChanges(changes * kill / (kills + 1));
      int node = kill == (kills + 1) / 2 ? count : 1 + random.nextInt(count);
      kill(nodes, node);
      if (kill == (kills + 1) / 2) {
        copy(data(folder, count), folder.resolve("old"));
      }
      int left = acknowledged.get();
      awaitChanges(left + changes / (2 * kills));
      System.out.printf(
          "node %d was killed after %d changes; %d more were acknowledged without it%n",
          node, left, acknowledged.get() - left);
      start(nodes, node);
      awaitReady();
    }
    awaitChanges(changes);
  }

  private void awaitChanges(int least) {
    Awaitility.await("changes that are acknowledged")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> acknowledged.get() >= least);
  }

  private static Path data(Path folder, int node) {
    return folder.resolve("node" + node).resolve("data");
  }

  private void report(List<StreamChanges> all) {
    bars.atLeast("changes acknowledged", acknowledged.get(), changes);
    RequirementTable.fact(
        "changes refused, not made", "%d", all.stream().mapToInt(StreamChanges::refused).sum());
    RequirementTable.fact(
        "changes of which nobody knows", "%d", all.stream().mapToInt(StreamChanges::unsure).sum());
  }

  /** Holds that all nodes have what was acknowledged; gives it. */
  private Map<String, String> check(String when, List<StreamChanges> all) {
    try {
      Awaitility.await("all nodes have the same")
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> clients.values().stream().map(StreamChanges::read).distinct().count() == 1);
    } catch (ConditionTimeoutException late) {
      System.out.println("nodes differ");
    }
    int wrong = 0;
    for (Map.Entry<Integer, ApiClient> node : clients.entrySet()) {
      Map<String, String> states = StreamChanges.read(node.getValue());
      for (StreamChanges client : all) {
        for (String id : client.ids()) {
          String state = states.getOrDefault(id, StreamChanges.NO_STREAM);
          if (!client.mayBe(id).contains(state)) {
            wrong++;
            System.out.printf(
                "node %d has stream %s as %s (expected: one of %s)%n",
                node.getKey(), id, state, client.mayBe(id));
          }
        }
      }
    }
    bars.atMost(when + ": streams that are not as acknowledged", wrong, 0);
    return StreamChanges.read(client(1));
  }

  private void killAll(
      ServiceNodes nodes, Path folder, List<StreamChanges> all, Map<String, String> kept)
      throws IOException {
    awaitCounts(1);
    long counts = counts();
    awaitCounts(counts + 1);
    long since = System.nanoTime();
    Awaitility.await("counts are kept")
        .atMost(PATIENCE)
        .until(() -> System.nanoTime() - since > COUNTS_KEPT.toNanos());
    List<Integer> order = new ArrayList<>(clients.keySet());
    order.forEach(node -> kill(nodes, node));
    delete(data(folder, count));
    copy(folder.resolve("old"), data(folder, count));
    Collections.reverse(order);
    order.forEach(node -> start(nodes, node));
    awaitReady();
    Map<String, String> after = check("after a start of all, one with an old folder", all);
    bars.atMost("streams that differ from before", differences(kept, after), 0);
    awaitCounts(1);
    bars.atLeast("crossings counted after the start of all", counts(), counts);
  }

  private static int differences(Map<String, String> one, Map<String, String> other) {
    Map<String, String> left = new TreeMap<>(one);
    left.entrySet().removeAll(other.entrySet());
    Map<String, String> right = new TreeMap<>(other);
    right.keySet().removeAll(one.keySet());
    return left.size() + right.size();
  }

  private void awaitCounts(long least) {
    Awaitility.await("people cross the line")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> counts() >= least);
  }

  /** All crossings of the line; 0 where no node has the stream yet. */
  private long counts() {
    ApiClient.Answer answer = client(1).get(COUNTED + "/counts");
    long sum = 0;
    if (answer.isDone()) {
      for (var line : answer.json().path("lines")) {
        for (String direction : List.of("in", "out")) {
          for (var people : line.path(direction)) {
            sum += people.asLong();
          }
        }
      }
    }
    return sum;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
