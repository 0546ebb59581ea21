package sluice.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;
import sluice.config.settings.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.http.access.ConnectionLimiter;
import sluice.http.access.RequestFilter;
import sluice.http.api.AboutRoute;
import sluice.http.api.HttpPorts;
import sluice.http.api.JobPorts;
import sluice.http.api.JobStatuses;
import sluice.http.api.SinkRoutes;
import sluice.http.api.StreamViews;
import sluice.http.api.ViewRoutes;
import sluice.http.cluster.HttpCluster;
import sluice.http.page.PageRoutes;
import sluice.http.routing.Route;
import sluice.http.routing.Router;
import sluice.service.Guardian;
import sluice.service.query.ServiceQueries;
import sluice.service.query.StatusValues;
import sluice.service.query.Statuses;
import sluice.service.sink.SinkPort;
import sluice.telemetry.StatusSampler;
import sluice.telemetry.Telemetry;

/** The HTTP server of the service. Thread-safe. */
public final class HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  /** Pekko's own timeout stands behind ours, for what never comes back. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private final ServerBinding binding;
  private final ConnectionAcceptor acceptor;
  private final RequestFilter filter;
  private final Optional<Tls> tls;
  private final SharedKillSwitch endless;
  private final List<Cancellable> timers;
  private final AtomicBoolean stopping;
  private final Optional<NodeServer> node;

  private HttpServer(
      ServerBinding binding,
      ConnectionAcceptor acceptor,
      RequestFilter filter,
      Optional<Tls> tls,
      SharedKillSwitch endless,
      List<Cancellable> timers,
      AtomicBoolean stopping,
      Optional<NodeServer> node) {
    this.binding = binding;
    this.acceptor = acceptor;
    this.filter = filter;
    this.tls = tls;
    this.endless = endless;
    this.timers = timers;
    this.stopping = stopping;
    this.node = node;
  }

  /**
   * Starts to listen, and to sample the service for metrics, history and events.
   *
   * @param system runs the server
   * @param config how to listen; taken once
   * @param parts the actors that are asked
   * @param ports what else is needed
   * @param telemetry observes the streams of these actors; stays the caller's to close
   * @param version Sluice's
   * @return completes when the server listens; fails with a {@link SluiceException} ({@link
   *     ErrorCode#USAGE}) when it can't
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpConfig config,
      Guardian.Parts parts,
      HttpPorts ports,
      Telemetry telemetry,
      String version) {
    SharedKillSwitch endless = endless();
    AtomicBoolean stopping = new AtomicBoolean();
    ServiceQueries actors = new ServiceQueries(system, parts);
    ServiceTable table =
        new ServiceTable(actors, config, ports, telemetry, version, endless, stopping);
    return ports
        .cluster()
        .map(cluster -> startAsNode(system, config, cluster, table))
        .orElseGet(() -> serve(table, config, table.ofServiceAlone(), Optional.empty()))
        .thenApply(
            server -> {
              ports
                  .control()
                  .afterReload(() -> server.reloaded(ports.control().state().config().http()));
              return server;
            });
  }

  /** The endpoint for other nodes comes first: they ask as soon as they hear of this one. */
  private static CompletionStage<HttpServer> startAsNode(
      ActorSystem<?> system, HttpConfig config, HttpCluster cluster, ServiceTable table) {
    return NodeServer.start(system, config, cluster, table)
        .thenCompose(
            node ->
                serve(table, config, table.ofCluster(node.front()), Optional.of(node))
                    .handle(
                        (server, failure) ->
                            server == null
                                ? undone(node, failure)
                                : CompletableFuture.completedStage(server))
                    .thenCompose(stage -> stage));
  }

  private static CompletionStage<HttpServer> undone(NodeServer node, Throwable failure) {
    return node.stop(Duration.ZERO)
        .handle((done, ignored) -> CompletableFuture.<HttpServer>failedStage(failure))
        .thenCompose(failed -> failed);
  }

  private static CompletionStage<HttpServer> serve(
      ServiceTable table, HttpConfig config, List<Route> routes, Optional<NodeServer> node) {
    return serve(
        table.actors().system(),
        config,
        routes,
        table.actors(),
        table.ports().sinks(),
        table.telemetry(),
        table.endless(),
        table.stopping(),
        node);
  }

  /**
   * Starts a server for a single job: its inputs can be looked at, and nothing be changed.
   *
   * @param system runs the server
   * @param config how to listen
   * @param ports the job
   * @param telemetry observes the job's inputs; stays the caller's to close
   * @param version Sluice's
   * @return as {@link #start}
   */
  public static CompletionStage<HttpServer> startForJob(
      ActorSystem<?> system,
      HttpConfig config,
      JobPorts ports,
      Telemetry telemetry,
      String version) {
    SharedKillSwitch endless = endless();
    Statuses statuses = new JobStatuses(ports.statuses());
    List<Route> routes =
        new ViewRoutes(system, config, telemetry, version, endless)
            .routes(
                ports.streams(),
                new StreamViews(
                    ports.streams(), StatusValues.of(statuses), ports.snapshots(), telemetry),
                ports.live(),
                new AboutRoute(version, AboutRoute.Kind.JOB, false, () -> false));
    return serve(
        system,
        config,
        routes,
        statuses,
        SinkPort.NONE,
        telemetry,
        endless,
        new AtomicBoolean(),
        Optional.empty());
  }

  /** Ends the answers that have no end of their own. */
  private static SharedKillSwitch endless() {
    return KillSwitches.shared("http-endless");
  }

  private static CompletionStage<HttpServer> serve(
      ActorSystem<?> system,
      HttpConfig config,
      List<Route> api,
      Statuses statuses,
      SinkPort sinks,
      Telemetry telemetry,
      SharedKillSwitch endless,
      AtomicBoolean stopping,
      Optional<NodeServer> node) {
    try {
      requireSafeBind(config);
      RequestFilter filter =
          new RequestFilter(
              config, System::nanoTime, refusal -> telemetry.httpRefused(refusal.wireName()));
      ConnectionAcceptor acceptor = acceptor(system, config, api, filter);
      Optional<Tls> tls = config.tls().map(Tls::of);
      return listen(system, config, tls, acceptor)
          .thenApply(
              binding ->
                  new HttpServer(
                      binding,
                      acceptor,
                      filter,
                      tls,
                      endless,
                      List.of(
                          acceptor.watch(),
                          StatusSampler.start(
                              system, statuses, sinks, telemetry, telemetry.clock())),
                      stopping,
                      node));
    } catch (SluiceException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Answers requests of an API, and serves the pages beside it. */
  private static ConnectionAcceptor acceptor(
      ActorSystem<?> system, HttpConfig config, List<Route> api, RequestFilter filter) {
    List<Route> routes = new ArrayList<>(api);
    routes.addAll(PageRoutes.routes());
    RequestHandler front = new RequestHandler(system, config, filter, new Router(routes));
    return new ConnectionAcceptor(
        system, new ConnectionLimiter(config, System::nanoTime), front::handle);
  }

  private static CompletionStage<ServerBinding> listen(
      ActorSystem<?> system, HttpConfig config, Optional<Tls> tls, ConnectionAcceptor acceptor) {
    ServerBuilder builder =
        Http.get(system)
            .newServerAt(config.bind(), config.port())
            .withSettings(settings(system, config));
    return acceptor
        .bind(tls.map(files -> builder.enableHttps(files.connections())).orElse(builder))
        .handle(
            (binding, failure) -> {
              if (binding == null) {
                throw new CompletionException(cannotListen(config, failure));
              }
              return binding;
            });
  }

  /** The table of the API; pages for people come besides. */
  public static List<Route> routes(
      ServiceQueries actors,
      HttpConfig config,
      HttpPorts ports,
      Telemetry telemetry,
      String version,
      SharedKillSwitch endless,
      AtomicBoolean stopping) {
    return new ServiceTable(actors, config, ports, telemetry, version, endless, stopping)
        .ofServiceAlone();
  }

  /** The configuration's reader refuses it too; no other caller shall get around it. */
  private static void requireSafeBind(HttpConfig config) {
    boolean safe =
        HttpConfig.isLoopback(config.bind())
            || (config.wantsToken() && (config.tls().isPresent() || config.behindProxy()));
    if (!safe) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "sluice.http.bind = "
              + config.bind()
              + " is refused: other addresses than 127.0.0.1 need token or tokens, and tls or"
              + " behind-proxy");
    }
  }

  static ServerSettings settings(ActorSystem<?> system, HttpConfig config) {
    ServerSettings settings = ServerSettings.create(system.classicSystem());
    HttpConfig.Limits limits = config.limits();
    return settings
        .withServerHeader(Optional.empty())
        .withRemoteAddressAttribute(true)
        .withTransparentHeadRequests(true)
        .withVerboseErrorMessages(false)
        .withParsingErrorHandler(ParsingErrors.class.getName())
        .withTimeouts(
            settings
                .getTimeouts()
                .withIdleTimeout(toScala(limits.idleTimeout()))
                .withRequestTimeout(toScala(longest(limits.requestTimeout()).plus(LATER))))
        .withParserSettings(
            settings
                .getParserSettings()
                .withMaxContentLength(limits.maxBody())
                .withModeledHeaderParsing(false)
                .withIllegalHeaderWarnings(false));
  }

  /** The longest that any route may take. */
  private static Duration longest(Duration usual) {
    return Collections.max(List.of(usual, SinkRoutes.TEST_PATIENCE, StreamViews.SNAPSHOT_PATIENCE));
  }

  private static FiniteDuration toScala(Duration duration) {
    return DurationConverters.toScala(duration);
  }

  private static SluiceException cannotListen(HttpConfig config, Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new SluiceException(
        ErrorCode.USAGE,
        "can't listen on "
            + config.bind()
            + ":"
            + config.port()
            + " ("
            + cause.getMessage()
            + "); free the port, or set sluice.http.bind and sluice.http.port",
        failure);
  }

  /** The address that it listens on. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** The address that it answers other nodes on; empty where there is no cluster. */
  public Optional<InetSocketAddress> nodeAddress() {
    return node.map(NodeServer::address);
  }

  /** Tokens are taken over; the other settings count when the service starts again. */
  private void reloaded(HttpConfig config) {
    filter.take(config.tokens());
    reloadCertificates();
  }

  /** Reads certificate and key again, which have a date; where they can't be used the old stay. */
  private void reloadCertificates() {
    try {
      tls.ifPresent(Tls::reload);
    } catch (SluiceException e) {
      LOG.error("{}; the certificate of before stays in force", e.getMessage());
    }
  }

  /** Reports the server as not ready from now on; everything else goes on. */
  public void announceStop() {
    stopping.set(true);
  }

  /**
   * Ends it: takes no more connections, ends endless answers, lets others be finished.
   *
   * @param timeout what isn't finished then is cut
   */
  public CompletionStage<Done> stop(Duration timeout) {
    announceStop();
    timers.forEach(Cancellable::cancel);
    endless.shutdown();
    CompletionStage<Done> ofClients = acceptor.stop(binding, timeout);
    if (node.isEmpty()) {
      return ofClients;
    }
    return ofClients.thenCombine(node.get().stop(timeout), (one, both) -> both);
  }
}
