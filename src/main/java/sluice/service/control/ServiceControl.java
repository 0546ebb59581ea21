package sluice.service.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.ReloadEffects;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.SluiceException;
import sluice.service.model.ModelRegistry;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamSpec;

/**
 * Control plane of the service: changes its streams and configuration while it runs. A change is
 * made in three steps: it is checked, it is persisted, and the actors are notified; then it is
 * answered. Changes come one after the other, on a thread of their own, for each waits for the
 * disk. Thread-safe.
 */
public final class ServiceControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceControl.class);

  private final Setup setup;
  private final StreamDispatcher streams;
  private final ActorRef<ModelRegistry.Command> models;
  private final ExecutorService changes =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sluice-changes").factory());
  private final List<Runnable> afterReload = new CopyOnWriteArrayList<>();
  private final List<Consumer<ServiceState>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean refreshing = new AtomicBoolean();

  /** What the state was made of; of the thread that makes changes. */
  private PersistedStreams kept;

  private Set<String> lost;
  private volatile ServiceState state;
  private volatile boolean begun;

  /**
   * What a control works with.
   *
   * @param file the configuration's, for messages
   * @param reader reads it again
   * @param json reads streams that come through the API
   * @param store keeps what must survive
   * @param streams passes on what streams are to do
   * @param reloaded notified of each configuration that comes into force
   */
  public record Setup(
      String file,
      Supplier<ConfigResult<ServiceConfig>> reader,
      StreamJson json,
      StreamStore store,
      StreamDispatcher streams,
      Consumer<ServiceConfig> reloaded) {}

  private ServiceControl(
      Setup setup,
      PersistedStreams kept,
      EffectiveConfig effective,
      ActorRef<ModelRegistry.Command> models) {
    this.setup = setup;
    this.kept = kept;
    this.lost = Set.copyOf(effective.lost().keySet());
    this.state = effective.state();
    this.streams = setup.streams();
    this.models = models;
  }

  /**
   * A control that has started no stream. None is started before {@link #begin}.
   *
   * @param config as it was read
   * @param models is told of changed models
   */
  public static ServiceControl of(
      Setup setup, ServiceConfig config, ActorRef<ModelRegistry.Command> models) {
    PersistedStreams kept = setup.store().kept();
    EffectiveConfig effective = EffectiveConfig.of(config, kept, setup.json());
    warn(effective, Set.of());
    ServiceControl control = new ServiceControl(setup, kept, effective, models);
    setup.store().listen(control::refresh);
    return control;
  }

  private static void warn(EffectiveConfig effective, Set<String> known) {
    effective
        .lost()
        .forEach(
            (id, problems) -> {
              if (!known.contains(id)) {
                LOG.warn(
                    "stream {} of the API can't run with this configuration, it is kept: {}",
                    id,
                    problems.getFirst().text());
              }
            });
  }

  /** What is kept was changed elsewhere; returns at once. */
  private void refresh() {
    if (refreshing.compareAndSet(false, true)) {
      try {
        changes.execute(this::refreshNow);
      } catch (RejectedExecutionException ending) {
        LOG.debug("a change that came from elsewhere at the end is left out");
      }
    }
  }

  private void refreshNow() {
    refreshing.set(false);
    kept = setup.store().kept();
    EffectiveConfig effective = EffectiveConfig.of(state.config(), kept, setup.json());
    warn(effective, lost);
    lost = Set.copyOf(effective.lost().keySet());
    if (!effective.state().equals(state)) {
      become(effective.state());
    }
  }

  private void become(ServiceState next) {
    state = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  private void save(String id, PersistedStreams content) {
    if (content.equals(kept)) {
      setup.store().confirm(kept, id);
    } else {
      save(content);
    }
  }

  private void save(PersistedStreams content) {
    setup.store().save(kept, content);
    kept = content;
  }

  /**
   * Starts all streams: those of the file and those that were kept, as changes so far have left
   * them. To be called once.
   */
  public void begin() {
    CompletableFuture.runAsync(
            () -> {
              begun = true;
              state.streams().values().forEach(entry -> tell(entry, StreamManager.STARTED));
            },
            changes)
        .join();
  }

  /** Whether the streams were started. */
  public boolean hasBegun() {
    return begun;
  }

  /** Calls an action after each reload that was applied, on the thread that makes changes. */
  public void afterReload(Runnable action) {
    afterReload.add(action);
  }

  /**
   * Has each change of the state told, wherever it was asked for, and the present one soon.
   *
   * @param listener called on the thread that makes changes; must not block
   */
  public void listen(Consumer<ServiceState> listener) {
    changes.execute(
        () -> {
          listeners.add(listener);
          listener.accept(state);
        });
  }

  /** The configuration's file, as messages name it. */
  public String file() {
    return setup.file();
  }

  /** The current state of the control plane. */
  public ServiceState state() {
    return state;
  }

  /**
   * Adds a stream.
   *
   * @param json one object with {@code id} and settings
   */
  public CompletionStage<ChangeAnswer> create(String json) {
    return change(() -> createNow(json));
  }

  /** Gives a stream of the API other settings; what is left out is at its default. */
  public CompletionStage<ChangeAnswer> replace(String id, String json) {
    return change(
        () -> edit(id, entry -> setup.json().replace(entry.config(), json, state.config())));
  }

  /** Changes some settings of a stream of the API (RFC 7396). */
  public CompletionStage<ChangeAnswer> patch(String id, String json) {
    return change(
        () -> edit(id, entry -> setup.json().patch(entry.config(), json, state.config())));
  }

  /** Ends a stream of the API for good. */
  public CompletionStage<ChangeAnswer> remove(String id) {
    return change(() -> removeNow(id));
  }

  /** Pauses any stream, also beyond a restart of the service. */
  public CompletionStage<ChangeAnswer> pause(String id) {
    return change(() -> rest(id, true));
  }

  /** Resumes any stream. */
  public CompletionStage<ChangeAnswer> resume(String id) {
    return change(() -> rest(id, false));
  }

  /** Begins any stream anew. */
  public CompletionStage<ChangeAnswer> restart(String id) {
    return change(
        () -> {
          StreamEntry entry = state.streams().get(id);
          if (entry == null) {
            return new ChangeAnswer.Unknown(id);
          }
          if (entry.paused()) {
            return rest(id, false);
          }
          streams.restart(id);
          return new ChangeAnswer.Done(Optional.of(entry));
        });
  }

  /** Reads the configuration's file again; where all is well, what differs is changed. */
  public CompletionStage<ReloadAnswer> reload() {
    return CompletableFuture.supplyAsync(this::reloadNow, changes);
  }

  /** Refuses changes from now on. */
  @Override
  public void close() {
    changes.shutdown();
  }

  private CompletionStage<ChangeAnswer> change(Supplier<ChangeAnswer> work) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return work.get();
          } catch (SluiceException notKept) {
            return new ChangeAnswer.NotKept(String.valueOf(notKept.getMessage()));
          }
        },
        changes);
  }

  private ChangeAnswer createNow(String json) {
    return switch (setup.json().create(json, state.config())) {
      case ConfigResult.Refused<StreamConfig>(List<Problem> problems) ->
          new ChangeAnswer.Refused(problems);
      case ConfigResult.Fine<StreamConfig>(StreamConfig config) -> {
        int limit = state.config().http().limits().maxStreams();
        if (state.streams().containsKey(config.id()) || kept.streams().containsKey(config.id())) {
          yield new ChangeAnswer.Exists(config.id());
        }
        if (kept.streams().size() >= limit) {
          yield new ChangeAnswer.TooMany(limit);
        }
        yield keep(new StreamEntry(config, StreamSpec.Origin.API, false));
      }
    };
  }

  private ChangeAnswer edit(String id, Function<StreamEntry, ConfigResult<StreamConfig>> read) {
    StreamEntry entry = state.streams().get(id);
    if (entry == null) {
      return new ChangeAnswer.Unknown(id);
    }
    if (entry.origin() == StreamSpec.Origin.FILE) {
      return new ChangeAnswer.OfFile(id, setup.file());
    }
    return switch (read.apply(entry)) {
      case ConfigResult.Refused<StreamConfig>(List<Problem> problems) ->
          new ChangeAnswer.Refused(problems);
      case ConfigResult.Fine<StreamConfig>(StreamConfig config) ->
          keep(new StreamEntry(config, entry.origin(), entry.paused()));
    };
  }

  private ChangeAnswer keep(StreamEntry entry) {
    StreamConfig config = entry.config();
    save(config.id(), kept.with(config.id(), StreamJson.write(config, true)));
    put(entry);
    tell(entry, "added by the API");
    return new ChangeAnswer.Done(Optional.of(entry));
  }

  private ChangeAnswer removeNow(String id) {
    StreamEntry entry = state.streams().get(id);
    if (entry == null) {
      return new ChangeAnswer.Unknown(id);
    }
    if (entry.origin() == StreamSpec.Origin.FILE) {
      return new ChangeAnswer.OfFile(id, setup.file());
    }
    save(id, kept.without(id));
    Map<String, StreamEntry> left = new LinkedHashMap<>(state.streams());
    left.remove(id);
    become(new ServiceState(state.config(), left));
    streams.remove(id);
    return new ChangeAnswer.Done(Optional.empty());
  }

  private ChangeAnswer rest(String id, boolean rests) {
    StreamEntry entry = state.streams().get(id);
    if (entry == null) {
      return new ChangeAnswer.Unknown(id);
    }
    save(id, kept.paused(id, rests));
    StreamEntry changed = entry.paused(rests);
    put(changed);
    streams.rest(id, rests);
    return new ChangeAnswer.Done(Optional.of(changed));
  }

  private void put(StreamEntry entry) {
    Map<String, StreamEntry> changed = new LinkedHashMap<>(state.streams());
    changed.put(entry.config().id(), entry);
    become(new ServiceState(state.config(), changed));
  }

  /**
   * Before the streams are started a change is one of what is started then.
   *
   * @param cause why the stream is there, where it is new
   */
  private void tell(StreamEntry entry, String cause) {
    if (!begun) {
      return;
    }
    streams.put(state.spec(entry), entry.paused(), cause);
  }

  private ReloadAnswer reloadNow() {
    ReloadAnswer answer =
        switch (setup.reader().get()) {
          case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
              new ReloadAnswer.Refused(problems);
          case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> apply(config);
        };
    switch (answer) {
      case ReloadAnswer.Done done -> {
        LOG.info(
            "{} was read again: streams: {}; models: {}",
            setup.file(),
            done.streams(),
            done.models());
        if (!done.atNextStart().isEmpty()) {
          LOG.warn(
              "what has changed of {} counts when the service starts again",
              String.join(", ", done.atNextStart()));
        }
        afterReload.forEach(Runnable::run);
      }
      case ReloadAnswer.Refused(List<Problem> problems) -> {
        LOG.error("{} was read again and can't be used; nothing has changed", setup.file());
        problems.forEach(problem -> LOG.error("{}", problem.text()));
      }
      case ReloadAnswer.NotKept(String message) -> LOG.error("{}", message);
    }
    return answer;
  }

  private ReloadAnswer apply(ServiceConfig config) {
    EffectiveConfig effective = EffectiveConfig.of(config, kept, setup.json());
    List<Problem> inTheWay = inTheWay(effective);
    if (!inTheWay.isEmpty()) {
      return new ReloadAnswer.Refused(inTheWay);
    }
    ServiceState before = state;
    ServiceState after = effective.state();
    ConfigDiff streamDifference = ConfigDiff.between(specs(before), specs(after));
    ConfigDiff modelDifference =
        ConfigDiff.between(before.config().models(), after.config().models());
    PersistedStreams left = kept;
    for (String id : streamDifference.removed()) {
      left = left.paused(id, false);
    }
    try {
      save(left);
    } catch (SluiceException notKept) {
      return new ReloadAnswer.NotKept(String.valueOf(notKept.getMessage()));
    }
    lost = Set.copyOf(effective.lost().keySet());
    become(after);
    setup.reloaded().accept(config);
    models.tell(new ModelRegistry.Apply(config.models()));
    streamDifference.removed().forEach(streams::remove);
    List<String> touched = new ArrayList<>(streamDifference.added());
    touched.addAll(streamDifference.changed());
    for (StreamEntry entry : after.streams().values()) {
      if (touched.contains(entry.config().id())) {
        tell(entry, "added by a reload");
      }
    }
    return new ReloadAnswer.Done(
        streamDifference, modelDifference, ReloadEffects.atNextStart(before.config(), config));
  }

  /** A stream of the API that runs now, and could not any more. */
  private List<Problem> inTheWay(EffectiveConfig effective) {
    List<Problem> result = new ArrayList<>();
    effective
        .lost()
        .forEach(
            (id, problems) -> {
              if (state.streams().containsKey(id)) {
                Problem first = problems.getFirst();
                result.add(
                    new Problem(
                        Optional.of(setup.file()),
                        OptionalInt.empty(),
                        first.path(),
                        first.found() + ", in the stream " + id + " of the API",
                        first.expected(),
                        first.nearest()));
              }
            });
    return result;
  }

  private static Map<String, StreamSpec> specs(ServiceState state) {
    Map<String, StreamSpec> result = new LinkedHashMap<>();
    state.streams().forEach((id, entry) -> result.put(id, state.spec(entry)));
    return result;
  }
}
