package sluice.cluster;

import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.Leave;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.ClusterConfig;

/**
 * This node's membership of the cluster, from asking to be let in to leaving. Thread-safe.
 *
 * <p>It never ends the process or the actor system by itself: whoever started it is told when the
 * cluster goes on without this node, and has to end its streams and the process then.
 */
public final class ClusterMembership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);
  private static final String DNS_CACHE = "networkaddress.cache.ttl";

  private final ActorSystem<?> system;
  private final ClusterNodes nodes = new ClusterNodes();
  private final SeedDiscovery seeds;
  private final ClockJumpWatch clock;
  private final AtomicBoolean leaving = new AtomicBoolean();
  private final CompletableFuture<Void> removed = new CompletableFuture<>();

  private ClusterMembership(ActorSystem<?> system, ClusterConfig config, Consumer<String> lost) {
    this.system = system;
    Consumer<List<String>> join = hosts -> join(hosts, config.bind().port());
    seeds = new SeedDiscovery(config, SeedNetwork.SYSTEM, nodes, join, lost);
    clock =
        ClockJumpWatch.start(
            config.decide(),
            stood ->
                lost.accept(
                    "this process stood still for %d s, and the cluster may have gone on without it"
                        .formatted(stood.toSeconds())));
    org.apache.pekko.cluster.Cluster.get(system.classicSystem())
        .registerOnMemberRemoved(() -> removed(lost));
  }

  /**
   * Starts to ask to be let in; returns at once.
   *
   * @param system named as the cluster, with the settings of {@link ClusterSystemConfig#of}
   * @param config enabled
   * @param lost told in one line why the cluster goes on without this node, though it didn't leave;
   *     by any thread, perhaps more than once; must not block
   */
  public static ClusterMembership start(
      ActorSystem<?> system, ClusterConfig config, Consumer<String> lost) {
    if (Security.getProperty(DNS_CACHE) == null) {
      Security.setProperty(DNS_CACHE, "5"); // counts where this process has looked no name up yet
    }
    ClusterMembership membership = new ClusterMembership(system, config, lost);
    system.systemActorOf(
        NodesWatch.create(membership.nodes), "sluice-cluster-nodes", Props.empty());
    membership.seeds.start();
    return membership;
  }

  private void join(List<String> hosts, int port) {
    List<Address> addresses =
        hosts.stream()
            .map(host -> new Address("pekko", system.name(), ClusterSystemConfig.inUri(host), port))
            .toList();
    Cluster.get(system).manager().tell(new JoinSeedNodes(addresses));
  }

  private void removed(Consumer<String> lost) {
    if (removed.complete(null) && !leaving.get()) {
      lost.accept("the cluster goes on without this node, which was cut off or too slow");
    }
    clock.close(); // who asks it whether results may go out must know of the loss by then
  }

  /** Whether this process has not just stood still, so that others may have what it had. */
  public boolean isAwake() {
    return clock.isAwake();
  }

  /** Who is a member. */
  public ClusterNodes nodes() {
    return nodes;
  }

  /**
   * Leaves in order. Streams must have ended, or been given away, before: the others start them as
   * soon as this node is gone.
   *
   * @return completed when the others know it; at once where this node is in no cluster
   */
  public CompletionStage<Void> leave() {
    boolean first = leaving.compareAndSet(false, true);
    seeds.close();
    if (!nodes.hasSelf()) {
      removed.complete(null);
    } else if (first) {
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(new Leave(cluster.selfMember().address()));
    }
    return removed.minimalCompletionStage();
  }

  /** Leaves, and waits for it 10 s at the most. */
  @Override
  public void close() {
    try {
      leave().toCompletableFuture().get(LEAVE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "cluster: the others did not answer within {} s; they will find out by themselves that"
              + " this node is gone",
          LEAVE_LIMIT.toSeconds());
    } finally {
      clock.close();
    }
  }
}
