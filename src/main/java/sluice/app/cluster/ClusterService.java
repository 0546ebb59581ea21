package sluice.app.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.ClusterMembership;
import sluice.cluster.ClusterNodes;
import sluice.cluster.state.ClusterCounts;
import sluice.cluster.state.ClusterState;
import sluice.cluster.stream.ClusterStreams;
import sluice.cluster.stream.PlacementView;
import sluice.cluster.stream.PlacerCommand;
import sluice.cluster.stream.PlacerSettings;
import sluice.config.settings.ClusterConfig;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamStore;
import sluice.service.recovery.FatalErrorHandler;
import sluice.telemetry.ClusterFacts;

/**
 * This process as a node of a cluster: it joins at once, takes streams from {@link #begin} on,
 * gives them away by {@link #drain} and leaves with {@link #close}. For one thread; told by any
 * that the cluster goes on without this node, it ends its streams at once, and then the process.
 */
public final class ClusterService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterService.class);

  private static final int EPOCH_DIGITS = 13;
  private static final int NODE_DIGITS = 7;
  private static final long NODE_MASK = 0xFFFF_FFFFL;

  private final ActorSystem<?> system;
  private final ClusterConfig config;
  private final ClusterState state;
  private final ClusterMembership membership;
  private volatile @Nullable ManagedStreams local;
  private volatile long node;
  private volatile boolean lost;
  private volatile @Nullable ClusterStreams streams;

  private ClusterService(
      ActorSystem<?> system, ClusterConfig config, Path dataDir, FatalErrorHandler fatal) {
    this.system = system;
    this.config = config;
    this.state = ClusterState.start(system, config, dataDir);
    this.membership = ClusterMembership.start(system, config, why -> lost(why, fatal));
  }

  /**
   * Asks to be let in; returns at once.
   *
   * @param system of the node
   * @param config enabled
   * @param dataDir taken until the actor system has ended
   * @param fatal ends the process when the cluster goes on without this node
   */
  public static ClusterService join(
      ActorSystem<?> system, ClusterConfig config, Path dataDir, FatalErrorHandler fatal) {
    return new ClusterService(system, config, dataDir, fatal);
  }

  /**
   * The streams of the API and those that rest, as the cluster keeps them. Once; blocks until this
   * node's disk was read.
   *
   * @throws sluice.core.SluiceException ENVIRONMENT when that takes too long
   */
  public StreamStore store() {
    return state.streams();
  }

  /** Counts of lines, which go with their streams. */
  public ClusterCounts counts() {
    return state.counts();
  }

  /** A key for one purpose that all nodes know; empty where none is set. */
  public Optional<byte[]> key(String purpose) {
    return state.key().map(key -> key.derive(purpose, "HmacSHA256").getEncoded());
  }

  /** Where streams are, as this node knows it. */
  public PlacementView placement() {
    ClusterStreams started = streams;
    return started == null ? PlacementView.EMPTY : started.directory().view();
  }

  /**
   * Has a stream moved to another node.
   *
   * @param node its address
   * @return why not; empty where it is on its way
   */
  public CompletionStage<String> move(String stream, String node) {
    return asked(started -> started.move(stream, node));
  }

  /**
   * Has a node emptied, though it stays in the cluster, or take streams again.
   *
   * @param node its address
   * @param cordoned false: it takes streams again, as it does from its next start on in any case
   * @return why not; empty where it was told
   */
  public CompletionStage<String> cordon(String node, boolean cordoned) {
    return asked(started -> started.cordon(node, cordoned));
  }

  private CompletionStage<String> asked(
      Function<ClusterStreams, CompletionStage<PlacerCommand.MoveAnswer>> question) {
    ClusterStreams started = streams;
    if (started == null) {
      return CompletableFuture.completedStage("the service is starting");
    }
    return question
        .apply(started)
        .thenApply(PlacerCommand.MoveAnswer::refused)
        .exceptionally(failure -> "the cluster has no placer that answers now; try it again");
  }

  /** What this node tells in its metrics. */
  public ClusterFacts facts() {
    return new NodeFacts(
        new NodeFacts.Sources(
            membership.nodes()::all,
            this::placement,
            state::hasMajority,
            state::isHealthy,
            () -> ofLocal(ManagedStreams::given),
            () -> ofLocal(ManagedStreams::gone)));
  }

  private long ofLocal(ToLongFunction<ManagedStreams> count) {
    ManagedStreams running = local;
    return running == null ? 0 : count.applyAsLong(running);
  }

  /**
   * Whether results of this node's streams may go out: not once the cluster goes on without it, or
   * may do so because it stood still. Cheap; by any thread.
   */
  public boolean mayWrite() {
    return !lost && membership.isAwake();
  }

  private void lost(String why, FatalErrorHandler fatal) {
    lost = true;
    ManagedStreams running = local;
    if (running != null) {
      running.haltAll();
    }
    fatal.end(FatalErrorHandler.Cause.CLUSTER_LOST, why);
  }

  /**
   * What the name of a stream's next run begins with: the epoch of the order to run it, 13 digits
   * to base 36, then the number of this life of the node, 7 digits. So names sort as runs follow on
   * each other, whichever node they are of.
   */
  public String runPrefix(String stream) {
    ManagedStreams running = local;
    return running == null
        ? ""
        : digits(running.epoch(stream), EPOCH_DIGITS) + digits(node & NODE_MASK, NODE_DIGITS);
  }

  private static String digits(long number, int count) {
    String text = Long.toString(number, Character.MAX_RADIX);
    return "0".repeat(Math.max(0, count - text.length())) + text;
  }

  /** The nodes of the cluster. */
  public ClusterNodes nodes() {
    return membership.nodes();
  }

  /**
   * From now on the cluster gives streams to this node.
   *
   * @param own runs them
   * @param control says which streams there are
   */
  public void begin(ManagedStreams own, ServiceControl control) {
    node =
        ClusterStreams.self(system).uid(); // before the first stream begins, which is named by it
    local = own;
    ClusterStreams started =
        ClusterStreams.start(
            system, membership.nodes(), own, PlacerSettings.withMargin(config.margin()));
    streams = started;
    control.listen(state -> started.desired(DesiredStreams.of(state)));
  }

  /**
   * Has the streams of this node moved to others. Blocks.
   *
   * @param limit what has not moved then ends with the node
   */
  public void drain(Duration limit) {
    ClusterStreams started = streams;
    if (started == null || lost || !started.hasOthers()) {
      return;
    }
    try {
      started.drain(limit).toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("cluster: the other nodes have the streams of this one");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "cluster: not all streams have moved within {} s; the others start the rest when this"
              + " node is gone",
          limit.toSeconds());
    }
  }

  /** Leaves the cluster, whose other nodes start what still runs here. Blocks for a while. */
  @Override
  public void close() {
    ClusterStreams started = streams;
    if (started != null) {
      started.close();
    }
    membership.close();
  }
}
