package sluice.app.service;

import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.ModelFamilies;
import sluice.app.page.PageAddress;
import sluice.app.page.ServerLifecycle;
import sluice.config.settings.HttpConfig;
import sluice.core.SluiceVersion;
import sluice.http.HttpServer;
import sluice.http.api.HttpPorts;

/** Endpoint that serves clients over HTTP. */
public final class HttpEndpoint implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

  /** For responses in flight; streams end afterwards, within their own time. */
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(3);

  @Override
  public Open open(ServiceParts parts, HttpConfig config) {
    HttpServer server =
        ServerLifecycle.await(
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

  /** The ports of the HTTP server besides the service's actors. */
  public static HttpPorts ports(ServiceParts parts) {
    return new HttpPorts(
        parts.control(),
        parts.prober(),
        parts.pictures(),
        new ServiceViews(parts.pictures(), parts.videos()),
        parts.scenes(),
        parts.sinks(),
        new ServiceDevices(),
        parts.log(),
        parts.tracing(),
        parts.isolation(),
        ModelFamilies.facts(),
        parts.recordings()::port,
        parts.cluster());
  }

  private record Opened(HttpServer server, URI page) implements Open {
    @Override
    public void close() {
      ServerLifecycle.close(server, DRAIN_TIMEOUT);
    }
  }
}
