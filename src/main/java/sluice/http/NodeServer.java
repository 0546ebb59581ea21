package sluice.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.NodeAddress;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.http.access.ConnectionLimiter;
import sluice.http.api.ServiceDirectory;
import sluice.http.cluster.ClusterFront;
import sluice.http.cluster.HttpCluster;
import sluice.http.cluster.PeerGate;
import sluice.http.routing.Router;
import sluice.service.query.StatusValues;

/**
 * The endpoint of a node for the other nodes: about streams that run here, authenticated by the
 * cluster's certificates. Thread-safe.
 */
final class NodeServer {
  /** Each node has one connection for each picture, and each video, that its clients watch. */
  private static final int CONNECTIONS = 4_096;

  private static final int WATCHERS = 1_024;

  private final ServerBinding binding;
  private final ConnectionAcceptor acceptor;
  private final Cancellable watch;
  private final ClusterFront front;

  private NodeServer(
      ServerBinding binding, ConnectionAcceptor acceptor, Cancellable watch, ClusterFront front) {
    this.binding = binding;
    this.acceptor = acceptor;
    this.watch = watch;
    this.front = front;
  }

  /**
   * Starts to listen.
   *
   * @return completes when it listens; fails with a {@link SluiceException} of code USAGE when it
   *     can't
   */
  static CompletionStage<NodeServer> start(
      ActorSystem<?> system, HttpConfig config, HttpCluster cluster, ServiceTable table) {
    HttpConfig own = config(config, cluster.listen());
    requireSafeBind(cluster);
    ServiceTable served =
        new ServiceTable(
            table.actors(),
            own,
            table.ports(),
            table.telemetry(),
            table.version(),
            table.endless(),
            table.stopping());
    RequestHandler handler =
        new RequestHandler(system, own, new PeerGate(), new Router(served.forNodes()));
    ConnectionAcceptor acceptor =
        new ConnectionAcceptor(
            system, new ConnectionLimiter(own, System::nanoTime), handler::handle);
    ServerBuilder builder =
        Http.get(system)
            .newServerAt(own.bind(), own.port())
            .withSettings(HttpServer.settings(system, own));
    return acceptor
        .bind(
            cluster
                .tls()
                .map(tls -> builder.enableHttps(ConnectionContext.httpsServer(tls::server)))
                .orElse(builder))
        .handle(
            (binding, failure) -> {
              if (binding == null) {
                throw new CompletionException(cannotListen(cluster.listen(), failure));
              }
              return new NodeServer(
                  binding, acceptor, acceptor.watch(), front(system, cluster, table));
            });
  }

  private static ClusterFront front(
      ActorSystem<?> system, HttpCluster cluster, ServiceTable table) {
    return new ClusterFront(
        system,
        cluster,
        new ServiceDirectory(table.ports().control()),
        new ClusterFront.Own(
            StatusValues.of(table.actors()),
            table.telemetry().events(),
            table.ports().live(),
            table.telemetry().clock()));
  }

  /** Limits of clients' addresses are none of nodes: one node asks for all its clients. */
  private static HttpConfig config(HttpConfig config, NodeAddress listen) {
    HttpConfig.Limits limits = config.limits();
    return new HttpConfig(
        listen.host(),
        listen.port(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        Set.of(),
        config.liveFps(),
        new HttpConfig.Limits(
            limits.maxBody(),
            CONNECTIONS,
            CONNECTIONS,
            WATCHERS,
            CONNECTIONS,
            limits.maxStreams(),
            limits.requestsPerSecond(),
            limits.failedLogins(),
            limits.requestTimeout(),
            limits.headerTimeout(),
            limits.idleTimeout()));
  }

  /** The configuration's reader refuses it too; no other caller shall get around it. */
  private static void requireSafeBind(HttpCluster cluster) {
    if (cluster.tls().isEmpty() && !HttpConfig.isLoopback(cluster.listen().host())) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "sluice.cluster.bind: other addresses than loopback need sluice.cluster.tls");
    }
  }

  private static SluiceException cannotListen(NodeAddress listen, Throwable failure) {
    return new SluiceException(
        ErrorCode.USAGE,
        "can't listen on %s for other nodes; free the port, or set sluice.cluster.http-port"
            .formatted(listen),
        failure);
  }

  /** The address that it listens on. */
  InetSocketAddress address() {
    return binding.localAddress();
  }

  /** What makes this node's server answer for all. */
  ClusterFront front() {
    return front;
  }

  /**
   * Ends it, and all connections to other nodes.
   *
   * @param timeout for answers under way
   */
  CompletionStage<Done> stop(Duration timeout) {
    watch.cancel();
    CompletionStage<Done> toOthers =
        front
            .close()
            .toCompletableFuture()
            .completeOnTimeout(Done.getInstance(), timeout.toMillis(), TimeUnit.MILLISECONDS);
    return acceptor.stop(binding, timeout).thenCombine(toOthers, (one, both) -> both);
  }
}
