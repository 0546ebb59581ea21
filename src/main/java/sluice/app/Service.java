package sluice.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.ServiceConfig;
import sluice.core.StreamObserver;
import sluice.pipeline.ResultOutlet;
import sluice.service.Emergency;
import sluice.service.Guardian;
import sluice.service.ServicePorts;

/** The running service: its actors, and the threads that do what takes long. Thread-safe. */
public final class Service {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

  /** What the guardian may be late with its own timeout. */
  private static final Duration SPARE = Duration.ofSeconds(2);

  private final ActorSystem<Guardian.Command> system;
  private final ExecutorService blocking;
  private final ExecutorService housekeeping;

  private Service(
      ActorSystem<Guardian.Command> system,
      ExecutorService blocking,
      ExecutorService housekeeping) {
    this.system = system;
    this.blocking = blocking;
    this.housekeeping = housekeeping;
  }

  /**
   * Who else listens to streams.
   *
   * @param observers hear what happens on a stream, by its id
   * @param watchers get a stream's results, by its id; must never be slow
   */
  public record Listeners(
      Function<String, StreamObserver> observers, Function<String, List<ResultOutlet>> watchers) {

    /** Nobody. */
    public static Listeners none() {
      return new Listeners(id -> StreamObserver.NONE, id -> List.of());
    }
  }

  /**
   * Starts the models and streams of a configuration; returns at once.
   *
   * @param emergency ends the process when it is broken beyond repair
   */
  public static Service start(ServiceConfig config, Listeners listeners, Emergency emergency) {
    return start(config, listeners, emergency, ModelResolver.ofInstallation());
  }

  static Service start(
      ServiceConfig config, Listeners listeners, Emergency emergency, ModelResolver resolver) {
    ExecutorService blocking =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("models-", 0).factory());
    ExecutorService housekeeping =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("housekeeping").factory());
    ActorSystem<Guardian.Command> system =
        Streams.system(
            Behaviors.setup(
                context ->
                    Guardian.create(
                        config,
                        new ServicePorts(
                            new ServiceModels(resolver),
                            (spec, outputs, observer, timeout) ->
                                new ServiceRun(
                                    spec, outputs, observer, timeout, context.getSystem()),
                            spec ->
                                new ServiceOutputs(
                                    spec, listeners.watchers().apply(spec.id()), housekeeping),
                            listeners.observers(),
                            emergency,
                            InstantSource.system(),
                            () -> ThreadLocalRandom.current().nextDouble(),
                            blocking))));
    return new Service(system, blocking, housekeeping);
  }

  /** Where the actors live. */
  public ActorSystem<Guardian.Command> system() {
    return system;
  }

  /** The actors that answer questions and take orders. */
  public CompletionStage<Guardian.Parts> parts() {
    return AskPattern.ask(system, Guardian.GetParts::new, ASK_TIMEOUT, system.scheduler());
  }

  /**
   * Ends the service: frames under way and files are finished. Blocks until that is done, or the
   * time is over.
   *
   * @return whether everything was finished
   */
  public boolean stop(Duration timeout) {
    boolean inOrder =
        AskPattern.<Guardian.Command, Guardian.Stopped>ask(
                system,
                replyTo -> new Guardian.Stop(timeout, replyTo),
                timeout.plus(SPARE),
                system.scheduler())
            .handle((stopped, failure) -> failure == null && stopped.inOrder())
            .toCompletableFuture()
            .join();
    system.terminate();
    blocking.shutdown();
    housekeeping.shutdown();
    if (inOrder) {
      awaitClosedModels();
    }
    return inOrder;
  }

  /** Models are closed on a thread of their own; what OpenVINO still does then ends soon. */
  private void awaitClosedModels() {
    try {
      boolean closed = blocking.awaitTermination(SPARE.toMillis(), TimeUnit.MILLISECONDS);
      boolean tidy = housekeeping.awaitTermination(SPARE.toMillis(), TimeUnit.MILLISECONDS);
      if (!closed || !tidy) {
        LOG.warn("models or files were not closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
