package sluice.cluster.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.state.StateReplicator.Reach;
import sluice.config.settings.ClusterConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.FolderLock;
import sluice.core.util.PrivateFolder;

/** What this node of a cluster keeps together with the others. Thread-safe. */
public final class ClusterState {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterState.class);
  private static final String FOLDER = "cluster";
  private static final String WRITER = "sluice-state-writer";

  private final ActorSystem<?> system;
  private final StateReplicator replicator;
  private final Optional<ClusterKey> key;
  private final StreamCipher cipher;
  private final ClusterCounts counts;

  private ClusterState(
      ActorSystem<?> system, StateReplicator replicator, Optional<ClusterKey> key) {
    this.system = system;
    this.replicator = replicator;
    this.key = key;
    cipher = StreamCipher.of(key);
    counts = new ClusterCounts(replicator);
  }

  /**
   * Takes the data directory until the actor system has ended, and begins to read what is kept in
   * it; this node may be a member already or not. Once for an actor system.
   *
   * @param system of the node
   * @param config enabled
   * @throws SluiceException ENVIRONMENT when the folder can't be made or written, or another
   *     service has it
   */
  public static ClusterState start(ActorSystem<?> system, ClusterConfig config, Path dataDir) {
    FolderLock lock = FolderLock.take(dataDir);
    system.getWhenTerminated().thenRun(lock::close);
    Path folder = dataDir.resolve(FOLDER);
    try {
      PrivateFolder.create(folder);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "data-dir %s: %s (expected: a folder that this user can write)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
    for (String alone : List.of("streams.json", "counts.json")) {
      if (Files.exists(dataDir.resolve(alone))) {
        LOG.warn(
            "{} is of a service on one machine, and is not looked at: streams of the API are kept"
                + " by the cluster (expected: they are added through the API of one node)",
            dataDir.resolve(alone));
      }
    }
    Quorum quorum = new Quorum(system, config.plannedNodes());
    return new ClusterState(
        system,
        StateReplicator.start(system, folder, quorum),
        config.stateKey().map(ClusterKey::of));
  }

  /**
   * The streams, which one writer in the cluster changes, the same for all nodes. Once; blocks
   * until this node's replica has been read from the disk, 10 s at the most.
   *
   * @throws SluiceException ENVIRONMENT when it takes longer
   */
  public ClusterStreamStore streams() {
    StreamView view = new StreamView(cipher);
    List<CompletableFuture<Void>> reads = new ArrayList<>();
    for (StateKey<StreamBucket> part : StateKey.STREAMS) {
      reads.add(
          replicator
              .read(part, Reach.LOCAL)
              .thenAccept(bucket -> bucket.ifPresent(some -> view.take(some.records())))
              .toCompletableFuture());
    }
    try {
      CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new))
          .get(StateReplicator.LOCAL_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unread(e);
    } catch (ExecutionException | TimeoutException e) {
      throw unread(e);
    }
    ActorRef<WriterCommand> writer =
        ClusterSingleton.get(system)
            .init(SingletonActor.of(StreamWriter.create(replicator, cipher), WRITER));
    ClusterStreamStore store =
        new ClusterStreamStore(system, replicator.quorum(), cipher, view, writer);
    system.systemActorOf(
        StreamsWatch.create(replicator, store::take), "sluice-state-streams", Props.empty());
    return store;
  }

  private static SluiceException unread(Exception cause) {
    return new SluiceException(
        ErrorCode.ENVIRONMENT,
        "data-dir: what the cluster keeps could not be read within %d s (expected: a disk that answers)"
            .formatted(StateReplicator.LOCAL_LIMIT.toSeconds()),
        cause);
  }

  /** The counts of lines. */
  public ClusterCounts counts() {
    return counts;
  }

  /** Whether enough nodes can be reached to keep a change, as far as this one sees. */
  public boolean hasMajority() {
    return replicator.quorum().missing().isEmpty();
  }

  /** Whether this node's disk has all that was written last. */
  public boolean isHealthy() {
    return !replicator.health().isFailing();
  }

  /** The key that all nodes know; absent where none is set. */
  public Optional<ClusterKey> key() {
    return key;
  }
}
