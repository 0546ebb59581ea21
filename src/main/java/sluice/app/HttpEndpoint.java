package sluice.app;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SluiceVersion;
import sluice.http.HttpPorts;
import sluice.http.HttpServer;

/** Lets clients in over HTTP. */
final class HttpEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  /** For answers that are under way; streams end afterwards, within their own time. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

  @Override
  public Open open(ServiceParts parts, HttpConfig config) {
    HttpServer server =
        await(
            HttpServer.start(
                parts.system(),
                config,
                parts.actors(),
                ports(parts),
                parts.telemetry(),
                SluiceVersion.NUMBER),
            "HTTP");
    int port = server.address().getPort();
    LOG.info("listening on {}", PageAddress.bound(config, port));
    return new Opened(server, PageAddress.of(config, port));
  }

  /**
   * Waits until a server listens.
   *
   * @param what it is, for messages
   * @throws SluiceException when it can't
   */
  static HttpServer await(CompletionStage<HttpServer> starting, String what) {
    try {
      return starting.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SluiceException known
          ? known
          : new SluiceException(ErrorCode.INTERNAL, what + " does not start: " + e.getCause(), e);
    }
  }

  /** What the HTTP server needs of the service besides its actors. */
  static HttpPorts ports(ServiceParts parts) {
    return new HttpPorts(
        parts.control(),
        parts.prober(),
        parts.pictures(),
        parts.live(),
        new ServiceDevices(),
        parts.log());
  }

  /** Ends a server in order, as far as it does within that time, and twice that at most. */
  static void close(HttpServer server, Duration lastAnswers) {
    try {
      server
          .stop(lastAnswers)
          .toCompletableFuture()
          .orTimeout(2 * lastAnswers.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      LOG.warn("HTTP did not end in order: {}", String.valueOf(e.getCause()));
    }
  }

  private record Opened(HttpServer server, URI page) implements Open {
    @Override
    public void close() {
      HttpEndpoint.close(server, LAST_ANSWERS);
    }
  }
}
