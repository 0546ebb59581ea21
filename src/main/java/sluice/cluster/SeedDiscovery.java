package sluice.cluster;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.ClusterConfig;

/**
 * Finds the nodes to ask for being let in: those of a list, or the addresses of a name, which are
 * looked up again every five seconds until this node is in. Works on a thread of its own, so that
 * no actor waits for a name server.
 *
 * <p>Only the first of the sorted nodes forms a cluster, and only once as many answer as it is to
 * be formed with: two that see nobody else would form two. Until then, and on all other nodes, only
 * a cluster that is there is joined.
 */
final class SeedDiscovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SeedDiscovery.class);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  /** Rounds after which a cluster that nobody joins counts as formed in error. */
  private static final int ALONE = 12;

  /** Rounds after which it is said that nobody lets this node in, and then again. */
  private static final int PATIENCE = 4;

  private final ClusterConfig cluster;
  private final SeedNetwork network;
  private final ClusterNodes nodes;
  private final Consumer<List<String>> join;
  private final Consumer<String> stranded;
  private List<String> asked = List.of();
  private String said = "";
  private int roundsSinceAsked;
  private int roundsAlone;
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  /**
   * Is not started yet.
   *
   * @param nodes say whether this node is in
   * @param join asks hosts to be let in, this node as the first of them where it may form the
   *     cluster; may be called again, with others or the same
   * @param stranded told why, where this node has formed a cluster that nobody joins though others
   *     answer: it has to be started again
   */
  SeedDiscovery(
      ClusterConfig cluster,
      SeedNetwork network,
      ClusterNodes nodes,
      Consumer<List<String>> join,
      Consumer<String> stranded) {
    this.cluster = cluster;
    this.network = network;
    this.nodes = nodes;
    this.join = join;
    this.stranded = stranded;
  }

  /** Starts the thread, which ends once this node is in a cluster with others. */
  void start() {
    thread = Thread.ofPlatform().daemon().name("sluice-cluster-seeds").start(this::run);
  }

  private void run() {
    while (isNeeded()) {
      round();
      waitForNextRound();
    }
  }

  private boolean isNeeded() {
    return !closed && (!nodes.hasSelf() || nodes.isAlone());
  }

  /** Half a second late at the most in seeing that it is in. */
  private void waitForNextRound() {
    long until = System.nanoTime() + PERIOD.toNanos();
    while (isNeeded() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  /** Looks once. */
  void round() {
    if (nodes.isAlone()) {
      waitForOthers();
      return;
    }
    if (!asked.isEmpty() && ++roundsSinceAsked % PATIENCE == 0) {
      LOG.warn(
          "cluster: none of {} has let this node in so far; asked again (expected: nodes that run,"
              + " with the same name, port and tls)",
          String.join(", ", asked));
    }
    List<String> seeds;
    try {
      seeds = seeds();
    } catch (UnknownHostException e) {
      say("cluster: %s has no address yet; asked again".formatted(cluster.seedsDns().orElse("")));
      return;
    }
    boolean first = seeds.getFirst().equals(cluster.host());
    List<String> others = others(seeds);
    if (!first) {
      say("cluster: asks %s to be let in".formatted(String.join(", ", others)));
      ask(others);
      return;
    }
    int answering = 1 + answering(others, cluster.formsWith() - 1);
    boolean forms = answering >= cluster.formsWith();
    say(
        forms
            ? "cluster: joins the one that is there, or forms it as the first node"
            : "cluster: waits for other nodes: %d of %d answer (start-with)"
                .formatted(answering, cluster.formsWith()));
    ask(forms ? seeds : others);
  }

  private List<String> others(List<String> seeds) {
    List<String> others = new ArrayList<>(seeds);
    others.remove(cluster.host());
    return others;
  }

  /**
   * This node has formed a cluster. The others join it soon, unless they are in one already that
   * this node was not told of in time: then only another start helps.
   */
  private void waitForOthers() {
    if (++roundsAlone % ALONE != 0) {
      return;
    }
    try {
      if (answering(others(seeds()), 1) > 0) {
        stranded.accept(
            "no other node has joined the cluster that this node formed %d s ago, though others answer"
                .formatted(roundsAlone * PERIOD.toSeconds()));
      }
    } catch (UnknownHostException e) {
      LOG.debug("cluster: {} has no address now", cluster.seedsDns().orElse(""));
    }
  }

  /** Sorted, so that all nodes have the same first one. */
  private List<String> seeds() throws UnknownHostException {
    List<String> found =
        cluster.seedsDns().isPresent()
            ? network.addresses(cluster.seedsDns().get())
            : cluster.seeds();
    return List.copyOf(new TreeSet<>(found));
  }

  private int answering(List<String> hosts, int enough) {
    int count = 0;
    for (String host : hosts) {
      if (count >= enough || closed) {
        return count;
      }
      count += network.answers(host, cluster.bind().port()) ? 1 : 0;
    }
    return count;
  }

  /**
   * Asks, each round anew: an answer may be lost. Who may form the cluster is not disturbed: asking
   * goes on by itself until the others have had their time to answer.
   */
  private void ask(List<String> hosts) {
    boolean isUnderWay =
        !hosts.isEmpty() && hosts.equals(asked) && hosts.getFirst().equals(cluster.host());
    if (hosts.isEmpty() || isUnderWay || closed || nodes.hasSelf()) {
      return;
    }
    if (!hosts.equals(asked)) {
      asked = hosts;
      roundsSinceAsked = 0;
    }
    join.accept(hosts);
  }

  private void say(String line) {
    if (!line.equals(said)) {
      said = line;
      LOG.info("{}", line);
    }
  }

  /** Ends it without waiting for what is under way. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
