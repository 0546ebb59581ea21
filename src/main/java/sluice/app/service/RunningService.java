package sluice.app.service;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.Configuration;
import sluice.app.StreamSystem;
import sluice.app.logging.ServiceLog;
import sluice.app.model.ModelResolver;
import sluice.app.page.ProcessTelemetry;
import sluice.app.page.StreamPictures;
import sluice.config.StreamJson;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.service.Guardian;
import sluice.service.ServicePorts;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamStore;
import sluice.service.model.ModelPorts;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.StreamPorts;
import sluice.stage.sink.live.LiveCounts;
import sluice.telemetry.Telemetry;

/** The service's parts, put together: the data directory, the actors, and what they work with. */
public final class RunningService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningService.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private volatile ServiceConfig config;
  private final StreamStore store;
  private final StreamSystem streams;
  private final ExecutorService blocking = pool("sluice-models-");
  private final ExecutorService housekeeping =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sluice-housekeeping").factory());
  private final StreamPictures pictures;
  private final Telemetry telemetry;
  private final ActorRef<Guardian.Command> guardian;
  private final ServiceParts parts;

  private RunningService(
      Path file,
      ServiceConfig initial,
      ServiceLog log,
      FatalErrorHandler emergency,
      Function<String, StreamObserver> observers,
      StreamStore store,
      StreamSystem streams) {
    this.config = initial;
    this.store = store;
    this.streams = streams;
    this.pictures = new StreamPictures(initial.http().liveFps());
    this.telemetry = ProcessTelemetry.of(pictures);
    SourceGuard guard = new SourceGuard(() -> config.security(), InetAddress::getAllByName);
    AtomicReference<@Nullable ServiceControl> control = new AtomicReference<>();
    DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    ServicePorts ports =
        new ServicePorts(
            new ModelPorts(
                new ServiceModels(ModelResolver.ofInstallation()), emergency, random, blocking),
            new StreamPorts(
                new ServiceRunner(streams.system(), guard, id -> isOfApi(control.get(), id)),
                new ServiceOutputs(Clock.system(ZoneId.systemDefault()), housekeeping, pictures),
                id -> telemetry.observer(id).and(observers.apply(id)),
                emergency,
                Clock.systemUTC(),
                random));
    ActorSystem<Void> system = streams.system();
    this.guardian =
        system.systemActorOf(
            Guardian.create(withoutStreams(initial), ports), "sluice", Props.empty());
    Guardian.Parts actors =
        answer(AskPattern.ask(guardian, Guardian.GetParts::new, ANSWER, system.scheduler()));
    ServiceControl.Setup setup =
        new ServiceControl.Setup(
            file.toString(),
            () -> Configuration.reader().read(file),
            new StreamJson(Configuration.surroundings()),
            store,
            reloaded -> {
              config = reloaded;
              log.apply(reloaded.log());
            });
    ServiceControl made = ServiceControl.of(setup, initial, system, actors);
    control.set(made);
    this.parts =
        new ServiceParts(
            system, actors, made, new SourceProber(guard), log, telemetry, pictures, pictures);
  }

  /**
   * Puts the service together; no stream is started yet.
   *
   * @throws SluiceException when the data directory can't be had
   */
  public static RunningService start(
      Path file, ServiceConfig config, ServiceLog log, FatalErrorHandler emergency) {
    return start(file, config, log, emergency, id -> StreamObserver.NONE);
  }

  /**
   * The same with somebody who hears the streams.
   *
   * @param observers further ears for a stream, by its id
   */
  public static RunningService start(
      Path file,
      ServiceConfig config,
      ServiceLog log,
      FatalErrorHandler emergency,
      Function<String, StreamObserver> observers) {
    StreamStore store = StreamStore.open(config.dataDir());
    try {
      StreamSystem streams = StreamSystem.start(file);
      try {
        return new RunningService(file, config, log, emergency, observers, store, streams);
      } catch (RuntimeException | Error failure) {
        streams.close();
        throw failure;
      }
    } catch (RuntimeException | Error failure) {
      store.close();
      throw failure;
    }
  }

  /** Starts the streams. */
  public void begin() {
    parts.control().begin();
  }

  public ServiceParts parts() {
    return parts;
  }

  /** What live pictures have cost so far. */
  public LiveCounts liveCounts() {
    return pictures.liveCounts();
  }

  /** How long the end may take, as configured now. */
  Duration shutdownTimeout() {
    return config.shutdown().timeout();
  }

  /**
   * Ends the service: no more changes, sources are read no further, frames under way and files are
   * finished; what takes longer than the configuration allows is given up.
   */
  @Override
  public void close() {
    parts.control().close();
    Duration timeout = shutdownTimeout();
    Guardian.Stopped stopped =
        answer(
            AskPattern.ask(
                guardian,
                replyTo -> new Guardian.Stop(timeout, replyTo),
                timeout.plus(ANSWER),
                streams.system().scheduler()));
    if (stopped.inOrder()) {
      LOG.info("ended in order");
    } else {
      LOG.warn("not all was finished within {} s; the rest is given up", timeout.toSeconds());
    }
    streams.close();
    blocking.shutdown();
    housekeeping.shutdown();
    finish(housekeeping);
    pictures.close();
    telemetry.close();
    store.close();
  }

  private static void finish(ExecutorService tasks) {
    try {
      if (!tasks.awaitTermination(ANSWER.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("closed files are still being compressed; the next start goes on with them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOfApi(@Nullable ServiceControl control, String id) {
    return control != null && control.state().isOfApi(id);
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

  private static ExecutorService pool(String name) {
    return Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name(name, 1).factory());
  }
}
