package sluice.app.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.logging.ServiceLog;
import sluice.app.page.PageAddress;
import sluice.app.page.PageOpener;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamEntry;
import sluice.service.recovery.FatalErrorHandler;

/** Runs the service in this process: from its configuration to the exit code. */
public final class ServiceRun implements ServiceJob {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceRun.class);

  /** How long the process may take to end after the shutdown timed out. */
  private static final Duration EXIT_GRACE = Duration.ofSeconds(5);

  private final Endpoint endpoint;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object controlLock = new Object();
  private @Nullable ServiceControl control; // guarded by controlLock
  private boolean reloadWanted; // guarded by controlLock; asked for before there was a control

  /** A service that clients reach over HTTP. */
  public ServiceRun() {
    this(new HttpEndpoint());
  }

  ServiceRun(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public int run(Path file, ServiceConfig config, Optional<PageOpener> opener) {
    int code = end.isDone() ? end.join() : serve(file, config, opener);
    closed.set(true);
    return code;
  }

  private int serve(Path file, ServiceConfig config, Optional<PageOpener> opener) {
    ServiceLog log = ServiceLog.install(config.log());
    try (RunningService service = RunningService.start(file, config, log, this::onFatalError)) {
      control(service.parts().control()); // a reload counts before the endpoint is open, too
      try {
        return serve(file, service, config, opener);
      } finally {
        control(null);
      }
    }
  }

  /** Streams start once the port is had: a second instance must not open cameras and files. */
  private int serve(
      Path file, RunningService service, ServiceConfig config, Optional<PageOpener> opener) {
    Endpoint.Open open = endpoint.open(service.parts(), config.http());
    try {
      service.served(PageAddress.forLinks(config.http(), open.page().getPort()));
      if (!end.isDone()) {
        logConfiguredStreams(file, service);
        service.begin();
        opener.ifPresent(way -> show(open.page(), way));
      }
      int code = end.join();
      LOG.info("ending: frames under way and files are being finished");
      limit(service.shutdownTimeout(), code);
      return code;
    } finally {
      control(null);
      open.close();
    }
  }

  @Override
  public void stop() {
    end.complete(0);
  }

  @Override
  public void reload() {
    synchronized (controlLock) {
      if (control == null) {
        reloadWanted = true;
      } else {
        control.reload();
      }
    }
  }

  /** Sets who reloads; does at once what was asked for before there was anyone. */
  private void control(@Nullable ServiceControl current) {
    synchronized (controlLock) {
      control = current;
      if (current != null && reloadWanted) {
        current.reload();
      }
    }
  }

  /** The service doesn't wait for a browser. */
  private static void show(URI page, PageOpener opener) {
    Thread.ofPlatform()
        .daemon()
        .name("sluice-open-page")
        .start(
            () -> {
              if (opener.open(page)) {
                LOG.info("the page is {}; a browser opens it", page);
              } else {
                LOG.info("the page is {}; no browser can be opened from here", page);
              }
            });
  }

  private void onFatalError(FatalErrorHandler.Cause cause, String message) {
    int code = cause.exitCode();
    if (end.complete(code)) {
      LOG.error("{}; the process ends with exit code {}, to be started again", message, code);
    }
  }

  private static void logConfiguredStreams(Path file, RunningService service) {
    var state = service.parts().control().state();
    LOG.info(
        "Sluice runs {}: streams: {}, models: {}; what it keeps is in {}",
        file,
        state.streams().size(),
        state.config().models().size(),
        state.config().dataDir());
    state.streams().values().forEach(entry -> LOG.info("{}", line(entry)));
  }

  private static String line(StreamEntry entry) {
    StreamConfig stream = entry.config();
    String rests = entry.paused() ? ", paused" : stream.enabled() ? "" : ", not enabled";
    String sinks = stream.sinks().isEmpty() ? "" : " -> " + String.join(", ", stream.sinks());
    return "stream %s: %s -> %s%s%s"
        .formatted(stream.id(), stream.source(), stream.model(), sinks, rests);
  }

  /**
   * Native code that hangs must not keep the process from ending, neither while the service is
   * being closed nor, where something is known to be stuck, while the JVM exits.
   */
  private void limit(Duration timeout, int code) {
    Duration most = timeout.plus(EXIT_GRACE);
    CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!closed.get() || code != 0) {
                Runtime.getRuntime().halt(code);
              }
            });
  }
}
