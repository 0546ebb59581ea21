package sluice.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import sluice.config.binding.Secret;

/**
 * Settings of the cluster: the machines that share the streams.
 *
 * @param enabled whether this service is a node of a cluster; the rest counts only then
 * @param name of the cluster, the same on all nodes
 * @param bind where the node listens for the others; the port is the same on all nodes
 * @param advertise address or name by which the others reach this node; absent: that of {@code
 *     bind}
 * @param httpPort where nodes answer requests about the streams that they run; absent: the port of
 *     {@code bind} and 1; the same on all nodes
 * @param seeds addresses or names of nodes that are asked at the start; empty where {@code
 *     seedsDns} is given
 * @param seedsDns a name of which each address is one of a node; absent where {@code seeds} are
 *     given
 * @param startWith nodes that must be there before a cluster is formed and the first stream is
 *     placed; absent: all of {@code seeds}
 * @param node what this node can do
 * @param failover how fast a node counts as lost
 * @param tls by which nodes know each other; absent: they don't, on loopback only
 * @param stateKey with which kept streams are encrypted; absent: they are plain, on loopback only
 */
public record ClusterConfig(
    boolean enabled,
    String name,
    NodeAddress bind,
    Optional<String> advertise,
    OptionalInt httpPort,
    List<String> seeds,
    Optional<String> seedsDns,
    OptionalInt startWith,
    Node node,
    Failover failover,
    Optional<Tls> tls,
    Optional<Secret> stateKey) {

  /** Longest times that a cluster of so many nodes needs to agree, as Pekko recommends them. */
  private static final List<Agreement> AGREEMENTS =
      List.of(
          new Agreement(5, Duration.ofSeconds(7)),
          new Agreement(10, Duration.ofSeconds(10)),
          new Agreement(20, Duration.ofSeconds(13)),
          new Agreement(50, Duration.ofSeconds(17)),
          new Agreement(100, Duration.ofSeconds(20)),
          new Agreement(Integer.MAX_VALUE, Duration.ofSeconds(30)));

  private record Agreement(int nodes, Duration time) {}

  /** Keeps its own copy of the list. */
  public ClusterConfig {
    seeds = List.copyOf(seeds);
  }

  /** By which the others reach this node, without the port. */
  public String host() {
    return advertise.orElse(bind.host());
  }

  /** Where this node answers the requests of others. */
  public NodeAddress http() {
    return new NodeAddress(bind.host(), httpPort.orElse(bind.port() + 1));
  }

  /**
   * Where another node answers requests.
   *
   * @param node its address in the cluster
   */
  public NodeAddress httpOf(NodeAddress node) {
    return new NodeAddress(node.host(), http().port());
  }

  /** Nodes that must be there before a cluster is formed, at least 1. */
  public int formsWith() {
    return startWith.orElse(Math.max(1, seeds.size()));
  }

  /**
   * How many nodes the cluster is planned with: the seeds, or the most of which {@link #startWith}
   * is a majority.
   */
  public int plannedNodes() {
    return Math.max(seeds.size(), 2 * startWith.orElse(1) - 1);
  }

  /** How long the nodes must see the same before they decide who is lost. */
  public Duration decide() {
    return failover.decide().orElseGet(this::agreement);
  }

  /** How long after that a lost node's streams start elsewhere. */
  public Duration margin() {
    return failover.margin().orElseGet(this::agreement);
  }

  private Duration agreement() {
    int nodes = plannedNodes();
    return AGREEMENTS.stream()
        .filter(each -> nodes <= each.nodes())
        .findFirst()
        .orElseThrow()
        .time();
  }

  /**
   * What a node can do.
   *
   * @param capacity weights of streams that it may have together; absent: by its processors
   * @param labels by which streams choose it, in the order given
   */
  public record Node(OptionalDouble capacity, Set<String> labels) {

    /** Keeps its own copy of the set. */
    public Node {
      labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
    }
  }

  /**
   * How fast a node counts as lost.
   *
   * @param detect silence after which a node counts as unreachable
   * @param decide absent: by the number of nodes, see {@link ClusterConfig#decide}
   * @param margin absent: by the number of nodes, see {@link ClusterConfig#margin}
   */
  public record Failover(Duration detect, Optional<Duration> decide, Optional<Duration> margin) {}

  /**
   * Files by which nodes know each other, all PEM; read again every five minutes.
   *
   * @param key of this node: RSA, PKCS #8, not encrypted
   * @param certificate of this node, with the subject that all nodes have
   * @param authorities whose first certificate signed those of all nodes
   */
  public record Tls(Path key, Path certificate, Path authorities) {}
}
