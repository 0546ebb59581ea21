package sluice.app.cameras;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import sluice.app.logging.ServiceLog;
import sluice.app.service.RunningService;
import sluice.bench.RunningCameras;
import sluice.config.settings.ServiceConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/**
 * Cameras as streams of the service in this process: its own actors, graphs and sinks, without its
 * HTTP server.
 */
final class ServiceCameras implements RunningCameras {
  private static final String NAME = "camera-";
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final RunningService service;
  private final AtomicReference<@Nullable String> fatal;

  private ServiceCameras(RunningService service, AtomicReference<@Nullable String> fatal) {
    this.service = service;
    this.fatal = fatal;
  }

  /** The id of a stream by its index from 0. */
  static String id(int camera) {
    return String.format(Locale.ROOT, NAME + "%03d", camera + 1);
  }

  /**
   * Starts the service with all its streams at rest.
   *
   * @param file what Pekko is to be, beside what the service is
   * @param config its streams are called as {@link #id} has it
   * @param observers of the streams, in their order
   */
  static ServiceCameras start(
      Path file, ServiceConfig config, List<? extends StreamObserver> observers) {
    AtomicReference<@Nullable String> fatal = new AtomicReference<>();
    RunningService service =
        RunningService.start(
            file,
            config,
            ServiceLog.install(config.log()),
            (cause, message) -> fatal.compareAndSet(null, message),
            id -> observers.get(Integer.parseInt(id.substring(NAME.length())) - 1));
    ServiceCameras cameras = new ServiceCameras(service, fatal);
    try {
      for (String id : config.streams().keySet()) {
        service.parts().control().pause(id).toCompletableFuture().join();
      }
      service.begin();
      return cameras;
    } catch (RuntimeException | Error failure) {
      cameras.close();
      throw failure;
    }
  }

  @Override
  public void begin(int camera) {
    var _ = service.parts().control().resume(id(camera));
  }

  @Override
  public void check() {
    String ended = fatal.get();
    if (ended != null) {
      throw new SluiceException(ErrorCode.DEVICE, ended);
    }
    for (StreamStatus stream : streams()) {
      if (stream.state() == StreamState.RETRYING || stream.state() == StreamState.FAILED) {
        throw new SluiceException(
            ErrorCode.INPUT,
            stream.id() + ": " + stream.faults().lastError().orElse(stream.cause()));
      }
    }
  }

  private List<StreamStatus> streams() {
    try {
      return AskPattern.<StreamManager.Command, List<StreamStatus>>ask(
              service.parts().actors().streams(),
              StreamManager.ListStatus::new,
              ANSWER,
              service.parts().system().scheduler())
          .toCompletableFuture()
          .get(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException(ErrorCode.INTERNAL, "interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new SluiceException(
          ErrorCode.INTERNAL,
          "the service's actors do not answer: " + Objects.requireNonNullElse(fatal.get(), "busy"),
          e);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
