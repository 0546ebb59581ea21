package sluice.app.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import sluice.app.scene.ClusterCountsStore;
import sluice.app.scene.StreamScenes;
import sluice.cluster.stream.LocalStreams;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.service.control.ServiceState;
import sluice.service.control.StreamDispatcher;
import sluice.service.control.StreamEntry;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamSpec;

/**
 * The streams that the cluster gives to this node, run by its {@link StreamManager}. Settings of
 * one of the configuration's file are those of this node's file; the settings of one of the API
 * come with the order to run it.
 *
 * <p>As the dispatcher of changes it applies what a change means to a stream that runs here; that
 * streams come, go and rest is the placer's to say. Thread-safe.
 */
public final class ManagedStreams implements LocalStreams, StreamDispatcher {
  /** The settings of a stream that every node has in its file. */
  static final String OF_FILE = "";

  private static final String CAUSE = "the cluster gave it to this node";

  /** A stream that hangs is abandoned long before; the placer asks again. */
  private static final Duration HALT_LIMIT = Duration.ofMinutes(5);

  private final ActorSystem<?> system;
  private final ActorRef<StreamManager.Command> manager;
  private final StreamJson json;
  private final Supplier<ServiceState> state;
  private final Function<String, OptionalDouble> weights;
  private final ClusterCountsStore counts;
  private final StreamScenes scenes;
  private final Map<String, Run> runs = new ConcurrentHashMap<>();

  /** Those whose counts are there, so that the manager was told of them. */
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  private final AtomicLong given = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();
  private boolean lost;

  private record Run(StreamSpec spec, boolean paused, long epoch) {}

  /**
   * No streams yet.
   *
   * @param manager runs them
   * @param json reads their settings
   * @param state the configuration and the streams as this node knows them
   * @param weights measured weights of streams that run here
   * @param counts those that streams bring and take along
   * @param scenes what outlives the runs of streams here
   */
  public ManagedStreams(
      ActorSystem<?> system,
      ActorRef<StreamManager.Command> manager,
      StreamJson json,
      Supplier<ServiceState> state,
      Function<String, OptionalDouble> weights,
      ClusterCountsStore counts,
      StreamScenes scenes) {
    this.counts = counts;
    this.scenes = scenes;
    this.system = system;
    this.manager = manager;
    this.json = json;
    this.state = state;
    this.weights = weights;
  }

  @Override
  public synchronized void run(String id, String settings, boolean paused, long epoch) {
    if (lost) {
      throw new SluiceException(ErrorCode.ENVIRONMENT, "the cluster goes on without this node");
    }
    Run now = new Run(spec(id, settings), paused, epoch);
    Run before = runs.put(id, now);
    if (before == null) {
      given.incrementAndGet();
      var _ = counts.begin(id, epoch).thenRun(() -> begin(id));
    } else if (begun.contains(id)) {
      put(now);
      if (before.paused() != paused) {
        manager.tell(
            paused
                ? new StreamManager.Pause(id, system.ignoreRef())
                : new StreamManager.Resume(id, system.ignoreRef()));
      }
    }
  }

  /** The counts that the stream goes on with are there. */
  private synchronized void begin(String id) {
    Run run = runs.get(id);
    if (run != null && !lost && begun.add(id)) {
      put(run);
    }
  }

  private void put(Run run) {
    manager.tell(new StreamManager.Put(run.spec(), run.paused(), CAUSE, system.ignoreRef()));
  }

  private StreamSpec spec(String id, String settings) {
    ServiceState known = state.get();
    if (!settings.equals(OF_FILE)) {
      return StreamSpec.of(known.config(), read(settings, known.config()), StreamSpec.Origin.API);
    }
    StreamEntry entry = known.streams().get(id);
    if (entry == null || entry.origin() != StreamSpec.Origin.FILE) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "its configuration has no stream %s (expected: the same file on all nodes)"
              .formatted(id));
    }
    return StreamSpec.of(known.config(), entry.config(), StreamSpec.Origin.FILE);
  }

  private StreamConfig read(String settings, ServiceConfig config) {
    return switch (json.restore(settings, config)) {
      case ConfigResult.Fine<StreamConfig>(StreamConfig stream) -> stream;
      case ConfigResult.Refused<StreamConfig>(List<Problem> problems) ->
          throw new SluiceException(ErrorCode.USAGE, problems.getFirst().text());
    };
  }

  @Override
  public CompletionStage<Done> halt(String id, boolean removed) {
    return ended(id, removed)
        .thenCompose(done -> keepCounts(id, removed))
        .thenApply(kept -> ended(id));
  }

  private CompletionStage<Done> ended(String id, boolean removed) {
    return AskPattern.ask(
        manager,
        replyTo -> new StreamManager.Halt(id, removed, replyTo),
        HALT_LIMIT,
        system.scheduler());
  }

  private CompletionStage<Boolean> keepCounts(String id, boolean removed) {
    if (removed) {
      counts.forget(id);
      return CompletableFuture.completedStage(true);
    }
    return counts.end(id);
  }

  private synchronized Done ended(String id) {
    if (runs.remove(id) != null) {
      gone.incrementAndGet();
    }
    begun.remove(id);
    scenes.forget(id);
    return Done.getInstance();
  }

  @Override
  public OptionalDouble weight(String id) {
    return weights.apply(id);
  }

  /** The epoch of a stream that runs here; 0 for others. */
  public long epoch(String id) {
    Run run = runs.get(id);
    return run == null ? 0 : run.epoch();
  }

  /** How many streams this node was given so far, one that came again each time. */
  public long given() {
    return given.get();
  }

  /** How many streams have ended here so far, because they were moved, removed or given up. */
  public long gone() {
    return gone.get();
  }

  /**
   * Ends all streams at once, for the cluster may have given them to other nodes. From then on none
   * begins.
   */
  public synchronized void haltAll() {
    lost = true;
    runs.keySet()
        .forEach(id -> manager.tell(new StreamManager.Halt(id, false, system.ignoreRef())));
  }

  @Override
  public synchronized void put(StreamSpec spec, boolean paused, String cause) {
    Run run = runs.get(spec.id());
    if (run != null) {
      Run changed = new Run(spec, run.paused(), run.epoch());
      runs.put(spec.id(), changed);
      if (begun.contains(spec.id())) {
        put(changed);
      }
    }
  }

  @Override
  public void remove(String id) {
    // the placer has it ended where it runs
  }

  @Override
  public void rest(String id, boolean rests) {
    // the placer tells the node that has it
  }

  @Override
  public void restart(String id) {
    manager.tell(new StreamManager.Restart(id, system.ignoreRef()));
  }
}
