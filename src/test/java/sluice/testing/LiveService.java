package sluice.testing;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import sluice.app.Configuration;
import sluice.app.logging.ServiceLog;
import sluice.app.service.RunningService;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.core.StreamObserver;
import sluice.service.control.ServiceControl;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamStatus;

/** The whole service in this process, from a configuration's file, and queries to it. */
public final class LiveService implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final List<FatalErrorHandler.Cause> fatalErrors = new CopyOnWriteArrayList<>();
  private final RunningService service;

  /** Starts it with its streams. */
  public LiveService(Path file) {
    this(file, Clock.systemDefaultZone());
  }

  /** The same with another date and time than the system's. */
  public LiveService(Path file, Clock clock) {
    ServiceConfig config = read(file);
    service =
        RunningService.start(
            file,
            config,
            ServiceLog.install(config.log()),
            (cause, message) -> fatalErrors.add(cause),
            id -> StreamObserver.NONE,
            clock);
    service.begin();
  }

  private static ServiceConfig read(Path file) {
    return switch (Configuration.reader().read(file)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> config;
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
          throw new AssertionError(problems.toString());
    };
  }

  /** Changes it. */
  public ServiceControl control() {
    return service.parts().control();
  }

  /** A stream, which has to be there. */
  public StreamStatus status(String id) {
    return ask(
            service.parts().actors().streams(),
            (ActorRef<Optional<StreamStatus>> replyTo) -> new StreamManager.GetStatus(id, replyTo))
        .orElseThrow();
  }

  /** All models, in no particular order. */
  public List<ModelStatus> models() {
    return ask(service.parts().actors().models(), ModelRegistry.GetStatus::new);
  }

  /** Why it wanted the process to end. */
  public List<FatalErrorHandler.Cause> fatalErrors() {
    return List.copyOf(fatalErrors);
  }

  private <M, A> A ask(ActorRef<M> actor, Function<ActorRef<A>, M> question) {
    return AskPattern.ask(actor, question, ANSWER, service.parts().system().scheduler())
        .toCompletableFuture()
        .join();
  }

  /** Ends it in order. */
  @Override
  public void close() {
    service.close();
  }
}
