package sluice.app.service;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.Configuration;
import sluice.app.StreamSystem;
import sluice.app.cluster.ClusterService;
import sluice.app.cluster.ManagedStreams;
import sluice.app.cluster.MeasuredWeights;
import sluice.app.hosts.HostLookup;
import sluice.app.hosts.SinkHosts;
import sluice.app.logging.ServiceLog;
import sluice.app.model.ModelResolver;
import sluice.app.page.ProcessTelemetry;
import sluice.app.page.StreamPictures;
import sluice.app.recording.RecordingSources;
import sluice.app.recording.ServiceRecordings;
import sluice.app.scene.ClusterCountsStore;
import sluice.app.scene.CountsKeeper;
import sluice.app.scene.StreamScenes;
import sluice.app.sink.SinkFactory;
import sluice.app.sink.SinkTypes;
import sluice.config.ConfigWarning;
import sluice.config.StreamJson;
import sluice.config.settings.ClusterConfig;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.message.PublishObserver;
import sluice.core.recording.RecordingSettings;
import sluice.http.api.TracingPort.TracingStatus;
import sluice.http.cluster.ClusterReply;
import sluice.http.cluster.HttpCluster;
import sluice.live.LiveVideos;
import sluice.service.Guardian;
import sluice.service.ServicePorts;
import sluice.service.control.FileStreamStore;
import sluice.service.control.LocalDispatcher;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamDispatcher;
import sluice.service.control.StreamEntry;
import sluice.service.control.StreamStore;
import sluice.service.model.ModelOpener;
import sluice.service.model.ModelPorts;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.StreamPorts;
import sluice.telemetry.Telemetry;
import sluice.telemetry.tracing.SpanCounts;
import sluice.telemetry.tracing.Tracing;
import sluice.telemetry.tracing.TracingHealth;

/**
 * The assembly of the service: makes its parts in the order of their dependencies, each with its
 * shutdown step, and holds none of them.
 */
final class ServiceAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceAssembly.class);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private ServiceAssembly() {}

  /**
   * A service whose parts are all there; no stream is started yet.
   *
   * @param file the configuration's, read again when the service reloads
   * @param initial what it says
   * @param log what is logged, as the configuration has it
   * @param fatal ends the process
   * @param observers further observers of a stream, by its id
   * @param clock date and time, with the time zone of days
   * @throws SluiceException when the data directory can't be had
   */
  static RunningService of(
      Path file,
      ServiceConfig initial,
      ServiceLog log,
      FatalErrorHandler fatal,
      Function<String, StreamObserver> observers,
      Clock clock) {
    ShutdownSequence shutdown = new ShutdownSequence();
    try {
      return assemble(file, initial, log, fatal, observers, clock, shutdown);
    } catch (RuntimeException | Error failure) {
      shutdown.close();
      throw failure;
    }
  }

  private static RunningService assemble(
      Path file,
      ServiceConfig initial,
      ServiceLog log,
      FatalErrorHandler fatal,
      Function<String, StreamObserver> observers,
      Clock clock,
      ShutdownSequence shutdown) {
    CurrentConfig config = new CurrentConfig(initial);
    warn(initial);
    Optional<StreamStore> own = ownStore(initial, shutdown);
    StreamPictures pictures = new StreamPictures(initial.http().liveFps());
    Telemetry telemetry =
        ProcessTelemetry.of(pictures, clock, initial.tracing().endpoint().isPresent());
    shutdown.add(telemetry::close);
    Optional<Tracing> tracing = Tracing.start(initial.tracing(), clock);
    tracing.ifPresent(
        on -> {
          shutdown.add(on::close);
          SpanCounts spans = on.counts();
          telemetry.spans("exported", spans::exported);
          telemetry.spans("failed", spans::failed);
          telemetry.spans("dropped", spans::dropped);
        });
    shutdown.add(pictures::close);
    ModelThreadPools threads = new ModelThreadPools(initial.recovery().maxStuck(), fatal);
    shutdown.add(threads::shutdown);
    Executor housekeeping = housekeeping(shutdown);
    StreamSystem streams = StreamSystem.start(file, initial.cluster());
    shutdown.add(streams::close);
    Optional<ClusterService> cluster = join(initial, streams.system(), fatal, shutdown);
    cluster.ifPresent(node -> telemetry.cluster(node.facts()));
    StreamStore store = own.orElseGet(() -> cluster.orElseThrow().store());
    HostLookup names = new HostLookup();
    SourceGuard guard = new SourceGuard(() -> config.get().security(), names);
    DecoderIsolation isolation = new DecoderIsolation(() -> config.get().security());
    shutdown.add(isolation::close);
    isolation.announce();
    telemetry.decoders(isolation::running);
    AtomicReference<String> links = new AtomicReference<>("");
    SinkFactory sinks =
        new SinkFactory(
            SinkTypes.ALL,
            clock,
            housekeeping,
            initial.dataDir().resolve("spool"),
            new SinkFactory.DestinationSurroundings(
                new SinkHosts(() -> config.get().security().sinkHosts(), names), links::get),
            tracing
                .<PublishObserver>map(on -> telemetry.deliveries().and(on))
                .orElse(telemetry.deliveries()));
    UnaryOperator<String> runs = stream -> cluster.map(node -> node.runPrefix(stream)).orElse("");
    ServiceOutputs outputs =
        new ServiceOutputs(
            sinks, pictures, runs, cluster.map(node -> (BooleanSupplier) node::mayWrite));
    shutdown.add(outputs::close);
    outputs.configure(initial.sinks().values());
    ServiceSinks served = new ServiceSinks(() -> config.get().sinks().values(), sinks, outputs);
    shutdown.add(served::close);
    StreamScenes scenes = new StreamScenes(clock, id -> telemetry.scene(id).and(outputs.scene(id)));
    shutdown.add(scenes::close);
    Optional<ClusterCountsStore> counts =
        cluster.map(node -> new ClusterCountsStore(node.counts(), scenes));
    CountsKeeper keeper =
        counts
            .map(kept -> CountsKeeper.of(kept, scenes))
            .orElseGet(() -> CountsKeeper.of(initial.dataDir(), scenes));
    shutdown.add(keeper::close);
    AtomicReference<@Nullable ServiceControl> made = new AtomicReference<>();
    ServiceRecordings recordings =
        new ServiceRecordings(
            initial.recording().folder(initial.dataDir()),
            () -> config.get().recording(),
            stream -> Optional.ofNullable(made.get()).flatMap(known -> recording(known, stream)),
            telemetry::recordings,
            clock);
    shutdown.add(recordings::close);
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    RecordingSources recordingSources = new RecordingSources(recordings::taps, random);
    shutdown.add(recordingSources::close);
    LiveVideos videos = new LiveVideos(streams.system().executionContext(), clock);
    telemetry.liveVideo(new VideoFigures(videos));
    ServicePorts ports =
        new ServicePorts(
            new ModelPorts(models(tracing), fatal, random, threads.executors()),
            new StreamPorts(
                new ServiceRunner(
                    streams.system(),
                    guard,
                    isolation,
                    clock,
                    scenes,
                    tracing,
                    recordings,
                    recordingSources,
                    videos),
                outputs,
                id -> telemetry.observer(id).and(observers.apply(id)),
                fatal,
                clock,
                random));
    ActorSystem<Void> system = streams.system();
    Guardian.Parts actors = actors(system, initial, ports, config, shutdown);
    StreamJson json = new StreamJson(Configuration.surroundings());
    Optional<ManagedStreams> managed =
        counts.map(
            kept -> {
              MeasuredWeights weights = new MeasuredWeights(system, actors, clock);
              shutdown.add(weights::close);
              return new ManagedStreams(
                  system,
                  actors.streams(),
                  json,
                  () -> Objects.requireNonNull(made.get(), "streams come later").state(),
                  weights::of,
                  kept,
                  scenes);
            });
    ServiceControl.Setup setup =
        new ServiceControl.Setup(
            file.toString(),
            () -> Configuration.reader().read(file),
            json,
            store,
            managed
                .<StreamDispatcher>map(given -> given)
                .orElseGet(() -> new LocalDispatcher(actors.streams(), system)),
            reloaded -> {
              config.set(reloaded);
              outputs.configure(reloaded.sinks().values());
              log.apply(reloaded.log());
              tracing.ifPresent(on -> on.configure(reloaded.tracing()));
              isolation.announce();
              warn(reloaded);
            });
    ServiceControl control = ServiceControl.of(setup, initial, actors.models());
    made.set(control);
    shutdown.add(control::close);
    if (cluster.isEmpty()) {
      scenes.keepOnly(mayCome(control, store));
    }
    outputs.uses((sink, stream) -> uses(control, store, sink, stream));
    cluster.ifPresent(node -> shutdown.add(() -> node.drain(drainLimit(config))));
    return new RunningService(
        new ServiceParts(
            system,
            actors,
            control,
            new SourceProber(guard, isolation),
            log,
            telemetry,
            scenes,
            served,
            pictures,
            videos,
            recordings,
            () ->
                tracing.map(Tracing::health).map(ServiceAssembly::status).orElse(TracingStatus.OFF),
            isolation::status,
            cluster.map(node -> http(node, initial.cluster(), system))),
        () -> config.get().shutdown().timeout(),
        () -> {
          recordings.begin();
          control.begin();
          cluster.ifPresent(node -> node.begin(managed.orElseThrow(), control));
        },
        shutdown,
        links::set);
  }

  /** How a stream is to be recorded by its own settings, whether it runs or not. */
  private static Optional<RecordingSettings> recording(ServiceControl control, String stream) {
    return Optional.ofNullable(control.state().streams().get(stream))
        .map(entry -> entry.config().recording());
  }

  /** Nothing of the cluster is loaded where it is not on. */
  private static Optional<ClusterService> join(
      ServiceConfig config,
      ActorSystem<Void> system,
      FatalErrorHandler fatal,
      ShutdownSequence shutdown) {
    if (!config.cluster().enabled()) {
      return Optional.empty();
    }
    ClusterService node = ClusterService.join(system, config.cluster(), config.dataDir(), fatal);
    shutdown.add(node::close);
    return Optional.of(node);
  }

  /** The store of a service on its own. */
  private static Optional<StreamStore> ownStore(ServiceConfig config, ShutdownSequence shutdown) {
    if (config.cluster().enabled()) {
      return Optional.empty();
    }
    StreamStore store = FileStreamStore.open(config.dataDir());
    shutdown.add(store::close);
    return Optional.of(store);
  }

  private static HttpCluster http(
      ClusterService node, ClusterConfig config, ActorSystem<Void> system) {
    PlacedCluster port =
        new PlacedCluster(
            config,
            node.nodes()::all,
            node::placement,
            new PlacedCluster.Orders() {
              @Override
              public CompletionStage<ClusterReply> drain(String address) {
                return node.cordon(address, true).thenApply(ServiceAssembly::reply);
              }

              @Override
              public CompletionStage<ClusterReply> endDrain(String address) {
                return node.cordon(address, false).thenApply(ServiceAssembly::reply);
              }

              @Override
              public CompletionStage<ClusterReply> move(String stream, String to) {
                return node.move(stream, to).thenApply(ServiceAssembly::reply);
              }
            });
    return NodeHttp.of(config, system, port, node.key("live-tickets"));
  }

  private static ClusterReply reply(String refused) {
    return refused.isEmpty() ? new ClusterReply.Accepted() : new ClusterReply.Refused(refused);
  }

  /** The other half of the time is for what ends with the process. */
  private static Duration drainLimit(CurrentConfig config) {
    return config.get().shutdown().timeout().dividedBy(2);
  }

  private static TracingStatus status(TracingHealth health) {
    return new TracingStatus(
        true,
        health.healthy(),
        health.exported(),
        health.failed(),
        health.dropped(),
        health.waiting(),
        health.lastError());
  }

  private static ModelOpener models(Optional<Tracing> tracing) {
    ModelOpener models = new ServiceModels(ModelResolver.ofInstallation());
    return tracing.<ModelOpener>map(on -> new TracedModels(models, on)).orElse(models);
  }

  /** Streams that run, and those of the API that only can't with this configuration. */
  private static Set<String> mayCome(ServiceControl control, StreamStore store) {
    Set<String> result = new HashSet<>(control.state().streams().keySet());
    result.addAll(store.kept().streams().keySet());
    return result;
  }

  /** Whether a stream that there is, or may come, names a sink. */
  private static boolean uses(
      ServiceControl control, StreamStore store, String sink, String stream) {
    StreamEntry entry = control.state().streams().get(stream);
    return entry == null
        ? store.kept().streams().containsKey(stream)
        : entry.config().sinks().contains(sink);
  }

  /** Logs what can be used in a configuration but is hardly meant. */
  private static void warn(ServiceConfig config) {
    ConfigWarning.of(config).forEach(warning -> LOG.warn(warning.text()));
  }

  /** The actors; their shutdown takes as long as the configuration of that time allows. */
  private static Guardian.Parts actors(
      ActorSystem<Void> system,
      ServiceConfig initial,
      ServicePorts ports,
      CurrentConfig config,
      ShutdownSequence shutdown) {
    ActorRef<Guardian.Command> guardian =
        system.systemActorOf(
            Guardian.create(withoutStreams(initial), ports), "sluice", Props.empty());
    shutdown.add(() -> stop(guardian, system, config.get().shutdown().timeout()));
    return answer(
        AskPattern.ask(guardian, Guardian.GetParts::new, ANSWER_TIMEOUT, system.scheduler()));
  }

  private static void stop(
      ActorRef<Guardian.Command> guardian, ActorSystem<Void> system, Duration timeout) {
    Guardian.Stopped stopped =
        answer(
            AskPattern.ask(
                guardian,
                replyTo -> new Guardian.Stop(timeout, replyTo),
                timeout.plus(ANSWER_TIMEOUT),
                system.scheduler()));
    if (stopped.inOrder()) {
      LOG.info("ended in order");
    } else {
      LOG.warn("not all was finished within {} s; the rest is given up", timeout.toSeconds());
    }
  }

  /** Compresses and deletes closed files of results, one after the other. */
  private static Executor housekeeping(ShutdownSequence shutdown) {
    ExecutorService executor =
        Executors.newSingleThreadExecutor(daemons().name("sluice-housekeeping").factory());
    shutdown.add(
        () -> {
          executor.shutdown();
          if (!ShutdownSequence.endsWithin(ANSWER_TIMEOUT, executor)) {
            LOG.warn("closed files are still being compressed; the next start goes on with them");
          }
        });
    return executor;
  }

  private static Thread.Builder.OfPlatform daemons() {
    return Thread.ofPlatform().daemon();
  }

  /** Streams are started by the control, which knows which of them are paused. */
  private static ServiceConfig withoutStreams(ServiceConfig config) {
    return new ServiceConfig(
        config.models(),
        Map.of(),
        config.sinks(),
        config.defaults(),
        config.http(),
        config.recovery(),
        config.security(),
        config.log(),
        config.shutdown(),
        config.tracing(),
        config.cluster(),
        config.recording(),
        config.dataDir());
  }

  private static <T> T answer(CompletionStage<T> asked) {
    try {
      return asked.toCompletableFuture().get(1, TimeUnit.DAYS); // the question has its own limit
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException(ErrorCode.INTERNAL, "interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new SluiceException(ErrorCode.INTERNAL, "the service's actors do not answer", e);
    }
  }

  /** The configuration as it was read last; for any thread. */
  private static final class CurrentConfig {
    private volatile ServiceConfig config;

    CurrentConfig(ServiceConfig initial) {
      config = initial;
    }

    ServiceConfig get() {
      return config;
    }

    void set(ServiceConfig reloaded) {
      config = reloaded;
    }
  }
}
