package sluice.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import sluice.cluster.stream.PlacerSettings;
import sluice.service.recovery.FatalErrorHandler;
import sluice.testing.ApiClient;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;

/**
 * Lets nodes of a cluster die, leave, stand still and come, and holds what becomes of their streams
 * to what is promised: {@code NODES STREAMS [all|kill|leave|stop|join|partition|upgrade]}. Each
 * node is {@code sluice run} in a process of its own. Needs Linux; {@code partition} also root.
 * Ends with exit code 1 where a bar is missed. How to start it, and what is measured: {@code
 * src/docs/long-runs.md}.
 */
public final class ClusterDrillRun {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration BALANCE_LIMIT = Duration.ofSeconds(90);

  /** As long as the clip, so that it begins anew as often in each. */
  private static final Duration WINDOW = Duration.ofSeconds(20);

  /** Streams are weighed by what they are expected to cost until they have run for a minute. */
  private static final Duration WEIGHED = Duration.ofSeconds(85);

  /** Longer than a stream's results are apart. */
  private static final Duration RECENT = Duration.ofSeconds(3);

  private static final Duration STOPPED = Duration.ofSeconds(30);
  private static final Duration JOINED = Duration.ofSeconds(30);
  private static final Duration CUT = Duration.ofSeconds(40);

  /** Of detection, decision and margin as by default, up to five nodes. */
  private static final double FAILOVER_SECONDS = 3 + 7 + 7;

  private static final double BOUND = FAILOVER_SECONDS + 5;
  private static final double LEAVE_BOUND = 2;
  private static final double LEAST_RATE = 0.98;
  private static final double MOST_OVERLAP = 0.5;
  private static final double LEAST_SHARE = 0.9;
  private static final List<String> MODES =
      List.of("all", "kill", "leave", "stop", "join", "partition", "upgrade");

  /** Streams that were moved for balance stay where they are for so long. */
  private static final Duration REST = PlacerSettings.withMargin(Duration.ZERO).rest();

  private static final String OTHER_BUILD = "sluice.drill.other";
  private static final String[] FLAGS = {"-Xmx512m"};

  private final int count;
  private final List<String> streams;
  private final String mode;
  private final RequirementTable bars = new RequirementTable();
  private final List<Runnable> table = new ArrayList<>();

  private ClusterDrillRun(String[] args) {
    count = Integer.parseInt(args[0]);
    streams = DrillSettings.streams(Integer.parseInt(args[1]));
    mode = args.length > 2 ? args[2] : "all";
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException(
          mode + " (expected: one of " + String.join(", ", MODES) + ")");
    }
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ClusterDrillRun run = new ClusterDrillRun(args);
    PacedStreams.inFolder("cluster-drill", run::run);
    run.table.forEach(Runnable::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    if (mode.equals("partition")) {
      partition(folder);
      return;
    }
    List<String> seeds =
        IntStream.rangeClosed(1, count).mapToObj(NodeHosts.LOOPBACK::address).toList();
    try (ResultCollector results = new ResultCollector();
        ServiceNodes nodes =
            new ServiceNodes(
                folder, DrillSettings.of(folder, seeds, "", results.sink(), streams, 1))) {
      try {
        drill(new Drill(nodes, results));
      } catch (RuntimeException e) {
        System.out.println(nodes.logs());
        throw e;
      }
    }
  }

  private boolean includes(String part) {
    return mode.equals("all") || mode.equals(part);
  }

  private void drill(Drill drill) throws IOException, InterruptedException {
    for (int node = 1; node <= count; node++) {
      drill.start(node);
      TimeUnit.SECONDS.sleep(1); // the first to be up is the oldest
    }
    drill.awaitBalance();
    TimeUnit.MILLISECONDS.sleep(WEIGHED.toMillis());
    drill.awaitBalance();
    if (mode.equals("upgrade")) {
      upgrade(drill);
    }
    if (includes("kill")) {
      kill(drill, "kill -9", count);
      kill(drill, "kill -9 of the oldest", 1);
    }
    if (includes("leave")) {
      for (int node = 1; node <= count; node++) {
        leave(drill, node);
      }
    }
    if (includes("stop")) {
      standStill(drill, count);
    }
    if (includes("join")) {
      join(drill);
    }
    double overlap = seconds(drill.results.overlap());
    table.add(() -> bars.atMost("all: overlap of two runs, s", overlap, MOST_OVERLAP));
  }

  private void kill(Drill drill, String what, int node) throws IOException, InterruptedException {
    settle();
    StreamsSince since = drill.now();
    drill.nodes.kill(node);
    drill.awaitElsewhere(since, node);
    awaitWindow(since);
    report(what, since, node, BOUND, since::back);
    rejoin(drill, what, node);
  }

  /**
   * One node after the other leaves and comes back as another build, from the oldest on: so each
   * build has the placer and the writer of changes while the other one is there, too.
   */
  private void upgrade(Drill drill) throws IOException, InterruptedException {
    String launcher = System.getProperty(OTHER_BUILD);
    if (launcher == null) {
      throw new IllegalArgumentException(
          OTHER_BUILD + " is not set (expected: bin/sluice of another build)");
    }
    drill.nodes.upgrade(Path.of(launcher));
    List<String> added = new ArrayList<>();
    for (int node = 1; node <= count; node++) {
      leave(drill, node);
      for (int at = 1; at <= count; at++) {
        String id = "added-%d-%d".formatted(node, at);
        try (ApiClient client = new ApiClient(drill.nodes.node(at).port())) {
          String settings =
              "{\"id\": \"%s\", \"source\": \"demo:\", \"placement\": {\"needs\": [\"x\"]}}";
          if (client.send("POST", ApiClient.STREAMS, settings.formatted(id)).isDone()) {
            added.add(id);
          }
        }
      }
    }
    int most = count * count;
    int least = most;
    for (int at = 1; at <= count; at++) {
      try (ApiClient client = new ApiClient(drill.nodes.node(at).port())) {
        least =
            Math.min(least, (int) added.stream().filter(id -> client.stream(id).isDone()).count());
      }
    }
    int known = least;
    table.add(() -> bars.atLeast("upgrade: streams added while builds differ", added.size(), most));
    table.add(() -> bars.atLeast("upgrade: of these, at the node with the least", known, most));
  }

  private void leave(Drill drill, int node) throws IOException, InterruptedException {
    String what = "SIGTERM of node " + node;
    settle();
    StreamsSince since = drill.now();
    drill.nodes.node(node).signal("TERM");
    int code = drill.nodes.awaitEnd(node);
    drill.awaitElsewhere(since, node);
    awaitWindow(since);
    List<String> left = since.on(node);
    print(what, "openings, s: %s", summary(values(left, since::opening)));
    print(what, "gaps, s: %s", summary(values(left, since::gap)));
    table.add(() -> bars.atMost(what + ": exit code", code, 0));
    report(
        what,
        since,
        node,
        LEAVE_BOUND,
        id -> since.gap(id).map(gap -> gap - since.opening(id).orElse(0.0)));
    rejoin(drill, what, node);
  }

  private void standStill(Drill drill, int node) throws IOException, InterruptedException {
    String what = "SIGSTOP 30 s";
    settle();
    int lateBefore = drill.results.late();
    StreamsSince since = drill.now();
    drill.nodes.node(node).signal("STOP");
    TimeUnit.MILLISECONDS.sleep(STOPPED.toMillis());
    drill.nodes.node(node).signal("CONT");
    int code = drill.nodes.awaitEnd(node);
    drill.awaitElsewhere(since, node);
    report(what, since, node, BOUND, since::back);
    double overlap = seconds(drill.results.overlap());
    print(what, "late results %d, overlap %.3f s", drill.results.late() - lateBefore, overlap);
    int expected = FatalErrorHandler.Cause.CLUSTER_LOST.exitCode();
    table.add(
        () -> bars.atMost(what + ": exit code off " + expected, Math.abs(code - expected), 0));
    table.add(() -> bars.atMost(what + ": overlap, s", overlap, MOST_OVERLAP));
    rejoin(drill, what, node);
  }

  private void join(Drill drill) throws IOException, InterruptedException {
    String what = "one node more";
    TimeUnit.MILLISECONDS.sleep(REST.toMillis());
    drill.awaitBalance();
    StreamsSince since = drill.now();
    Map<Integer, Integer> before = since.nodes();
    before.put(count + 1, 0);
    int least = StreamsSince.leastMoves(before);
    drill.start(count + 1);
    Awaitility.await("the node has streams")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> drill.counts().containsKey(count + 1));
    TimeUnit.MILLISECONDS.sleep(JOINED.toMillis());
    Map<Integer, Integer> after = drill.counts();
    long moved = since.moved(streams);
    print(what, "streams at nodes before %s, 30 s after it had the first %s", before, after);
    print(what, "loads %s", drill.loads());
    print(what, "moved %d, least needed %d", moved, least);
    List<Double> gaps = values(streams, since::gap);
    print(what, "gaps of those that moved, s: %s", summary(gaps));
    double share = share(drill.loads());
    table.add(
        () -> bars.atLeast(what + ": load of the least node over the fullest", share, LEAST_SHARE));
    table.add(() -> bars.atMost(what + ": streams moved", moved, least));
  }

  /** Starts a node again, and says how many streams moved for it. */
  private void rejoin(Drill drill, String what, int node) throws IOException {
    StreamsSince since = drill.now();
    Map<Integer, Integer> before = since.nodes();
    before.put(node, 0);
    drill.start(node);
    boolean balanced = drill.awaitBalance();
    print(
        what,
        "started again: %s became %s, moved %d, least needed %d; gaps, s: %s",
        before,
        drill.counts(),
        since.moved(streams),
        StreamsSince.leastMoves(before),
        summary(values(streams, since::gap)));
    table.add(() -> bars.atLeast(what + ": balanced when it is back", balanced ? 1 : 0, 1));
  }

  private void report(
      String what,
      StreamsSince since,
      int node,
      double bound,
      Function<String, Optional<Double>> seconds) {
    List<String> affected = since.on(node);
    List<String> others = since.besides(node);
    List<Double> gaps = values(affected, seconds);
    double rate = since.rate(others, WINDOW);
    long moved = since.moved(others);
    print(what, "%d streams had to move, dark for s: %s", affected.size(), summary(gaps));
    print(what, "%d others: rate %.3f, moved %d", others.size(), rate, moved);
    table.add(
        () -> bars.atMost(what + ": streams not elsewhere", affected.size() - gaps.size(), 0));
    double most = gaps.isEmpty() ? 0 : gaps.getLast();
    table.add(
        () ->
            RequirementTable.fact(
                what + ": dark, median, s", "%.3f", gaps.isEmpty() ? 0 : median(gaps)));
    table.add(() -> bars.atMost(what + ": dark, most, s", most, bound));
    table.add(() -> bars.atLeast(what + ": rate of the others", rate, LEAST_RATE));
    table.add(() -> bars.atMost(what + ": others that were moved", moved, 0));
  }

  private void partition(Path folder) throws IOException {
    try (NodeNetwork network = new NodeNetwork(count)) {
      PartitionDrill.Outcome outcome =
          PartitionDrill.run(network, folder, count, streams, 1, "", CUT);
      String what = "partition";
      print(what, "dark for s: %s", summary(outcome.backs()));
      print(what, "streams at nodes when the node is back: %s", outcome.healed());
      print(what, "overlap %s, lag %s", outcome.overlap(), outcome.lag());
      int expected = FatalErrorHandler.Cause.CLUSTER_LOST.exitCode();
      bars.atMost(what + ": exit code off " + expected, Math.abs(outcome.exitCode() - expected), 0);
      bars.atMost(what + ": dark, most, s", outcome.backs().getLast(), BOUND);
      bars.atMost(what + ": two runs at once, s", seconds(outcome.lag()), MOST_OVERLAP);
      bars.atMost(what + ": others that were moved", outcome.moved(), 0);
      bars.atLeast(what + ": nodes that have streams at the end", outcome.healed().size(), count);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /** A cluster under way. */
  private final class Drill {
    private final ServiceNodes nodes;
    private final ResultCollector results;
    private int running;

    private Drill(ServiceNodes nodes, ResultCollector results) {
      this.nodes = nodes;
      this.results = results;
    }

    private void start(int node) throws IOException {
      nodes.start(node, FLAGS);
      running = Math.max(running, node);
    }

    private StreamsSince now() {
      return new StreamsSince(results, streams);
    }

    private Map<Integer, Integer> counts() {
      return new TreeMap<>(StreamsSince.nodes(results, streams));
    }

    private void awaitElsewhere(StreamsSince since, int node) {
      List<String> affected = since.on(node);
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(500))
            .failFast("a node ended", () -> nodes.hasEnded())
            .until(() -> since.moved(affected) == affected.size());
      } catch (ConditionTimeoutException late) {
        System.out.println(nodes.logs());
      }
    }

    /** Waits until all streams give results and each node has its share; says whether it has. */
    private boolean awaitBalance() {
      try {
        Awaitility.await()
            .atMost(running == count && results.all().isEmpty() ? PATIENCE : BALANCE_LIMIT)
            .pollInterval(Duration.ofSeconds(1))
            .during(Duration.ofSeconds(3))
            .failFast("a node ended", () -> nodes.hasEnded())
            .until(this::isBalanced);
        return true;
      } catch (ConditionTimeoutException late) {
        print("not balanced", "streams at nodes: %s, loads %s", counts(), loads());
        return false;
      }
    }

    /** What each node carries of what it can carry, as the first one sees it. */
    private List<Double> loads() {
      try (ApiClient api = new ApiClient(nodes.node(1).port())) {
        List<Double> loads = new ArrayList<>();
        for (JsonNode node : api.get("/api/v1/cluster").json().path("nodes")) {
          loads.add(node.path("weight").asDouble() / node.path("capacity").asDouble());
        }
        return loads;
      }
    }

    private boolean isBalanced() {
      Instant recent = Instant.now().minus(RECENT);
      return counts().size() == running
          && share(loads()) >= LEAST_SHARE
          && streams.stream()
              .allMatch(
                  id -> results.newest(id).filter(one -> one.at().isAfter(recent)).isPresent());
    }
  }

  /** The time before an event that is compared with that after it. */
  private static void settle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(WINDOW.toMillis());
  }

  private static void awaitWindow(StreamsSince since) throws InterruptedException {
    Instant end = since.at().plus(WINDOW).plusSeconds(1);
    TimeUnit.MILLISECONDS.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()));
  }

  /** What the least node has over what the fullest has. */
  private static double share(List<Double> loads) {
    return Collections.min(loads) / Collections.max(loads);
  }

  private static List<Double> values(List<String> some, Function<String, Optional<Double>> value) {
    return some.stream().flatMap(id -> value.apply(id).stream()).sorted().toList();
  }

  private static double median(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static String summary(List<Double> sorted) {
    return sorted.isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "median %.2f, most %.2f (%d)",
            median(sorted),
            sorted.getLast(),
            sorted.size());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static void print(String what, String format, Object... values) {
    System.out.printf("%-24s %s%n", what, String.format(Locale.ROOT, format, values));
  }
}
