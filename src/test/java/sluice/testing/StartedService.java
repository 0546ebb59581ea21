package sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.awaitility.Awaitility;
import sluice.app.Configuration;
import sluice.app.logging.ServiceLog;
import sluice.app.service.HttpEndpoint;
import sluice.app.service.RunningService;
import sluice.app.service.ServiceParts;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.settings.ServiceConfig;
import sluice.core.SluiceVersion;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.stage.sink.live.LiveCounts;

/**
 * A running service from the text of a configuration; it has no HTTP endpoint unless a test asks
 * for it.
 */
public final class StartedService implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> fatalErrors = new CopyOnWriteArrayList<>();
  private final RunningService service;
  private final ServiceConfig config;

  /**
   * Starts its streams.
   *
   * @param folder where its file is written
   * @param text the configuration
   * @param observers further observers of a stream, by its id
   */
  public StartedService(Path folder, String text, Function<String, StreamObserver> observers)
      throws IOException {
    Path file = Files.writeString(folder.resolve("service.conf"), text);
    config =
        switch (Configuration.reader().read(file)) {
          case ConfigResult.Fine<ServiceConfig>(ServiceConfig fine) -> fine;
          case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
              throw new IllegalArgumentException(problems.toString());
        };
    FatalErrorHandler handler = (cause, message) -> fatalErrors.add(cause + ": " + message);
    service =
        RunningService.start(file, config, ServiceLog.install(config.log()), handler, observers);
    service.begin();
  }

  /** Opens the HTTP endpoint; the caller stops the server before this service is closed. */
  public HttpServer listen() {
    ServiceParts parts = service.parts();
    return HttpServer.start(
            parts.system(),
            config.http(),
            parts.actors(),
            HttpEndpoint.ports(parts),
            parts.telemetry(),
            SluiceVersion.NUMBER)
        .toCompletableFuture()
        .join();
  }

  /** What live pictures have cost so far. */
  public LiveCounts liveCounts() {
    return service.parts().pictures().liveCounts();
  }

  /** All streams, by their ids. */
  public List<StreamStatus> streams() {
    List<StreamStatus> streams =
        AskPattern.<StreamManager.Command, List<StreamStatus>>ask(
                service.parts().actors().streams(),
                StreamManager.ListStatus::new,
                ANSWER,
                service.parts().system().scheduler())
            .toCompletableFuture()
            .join();
    return streams.stream().sorted(Comparator.comparing(StreamStatus::id)).toList();
  }

  /** All models. */
  public List<ModelStatus> models() {
    return AskPattern.<ModelRegistry.Command, List<ModelStatus>>ask(
            service.parts().actors().models(),
            ModelRegistry.GetStatus::new,
            ANSWER,
            service.parts().system().scheduler())
        .toCompletableFuture()
        .join();
  }

  /** Waits until all streams are as they should be. */
  public void await(int count, Predicate<StreamStatus> all) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<StreamStatus> streams = streams();
              return streams.size() == count && streams.stream().allMatch(all);
            });
  }

  /** Begins a stream that rests, and waits for its first picture. */
  public void resume(String id) {
    long before = stream(id).counts().framesIn();
    service.parts().control().resume(id).toCompletableFuture().join();
    Awaitility.await(id).atMost(PATIENCE).until(() -> stream(id).counts().framesIn() > before);
  }

  /** Begins a stream anew, also one that is held. */
  public void restart(String id) {
    service.parts().control().restart(id).toCompletableFuture().join();
  }

  /** Pauses a stream, and waits until it rests. */
  public void pause(String id) {
    service.parts().control().pause(id).toCompletableFuture().join();
    Awaitility.await(id).atMost(PATIENCE).until(() -> stream(id).state() == StreamState.PAUSED);
  }

  /** A stream, which has to be there. */
  public StreamStatus stream(String id) {
    return streams().stream().filter(status -> status.id().equals(id)).findFirst().orElseThrow();
  }

  /** Pauses all streams, and waits until they rest. */
  public List<StreamStatus> pause() {
    List<StreamStatus> streams = streams();
    streams.forEach(stream -> service.parts().control().pause(stream.id()));
    await(streams.size(), stream -> stream.state() == StreamState.PAUSED);
    return streams();
  }

  @Override
  public void close() {
    service.close();
    assertThat(fatalErrors).as("fatal errors").isEmpty();
  }
}
