package sluice.http.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.WebSocketRequest;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.javadsl.settings.ConnectionPoolSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * Client of the other nodes: a pool of connections for each, and connections besides for what has
 * no end. Thread-safe; nothing blocks. Connections that are idle close by themselves. It logs
 * nothing: a node that is gone is the cluster's to tell.
 */
final class NodeClient {
  /** The header by which a node says who it is; no page of a browser can send it unasked. */
  static final String NODE = "X-Sluice-Node";

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Silence after which a connection counts as dead: longer than any answer takes to begin. */
  private static final Duration IDLE = Duration.ofSeconds(45);

  private static final Duration KEEP = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 32;
  private static final int OPEN_REQUESTS = 128;

  private final ActorSystem<?> system;
  private final Http http;
  private final HttpCluster cluster;
  private final Optional<HttpsConnectionContext> tls;
  private final ConnectionPoolSettings pool;
  private final ConnectionPoolSettings endless;
  private final ClientConnectionSettings connection;

  NodeClient(ActorSystem<?> system, HttpCluster cluster) {
    this.system = system;
    this.http = Http.get(system);
    this.cluster = cluster;
    this.tls =
        cluster
            .tls()
            .map(
                engines ->
                    ConnectionContext.httpsClient((host, port) -> engines.client(host, port)));
    this.connection =
        ClientConnectionSettings.create(system.classicSystem())
            .withConnectingTimeout(CONNECT)
            .withIdleTimeout(IDLE)
            .withUserAgentHeader(Optional.empty());
    this.pool =
        ConnectionPoolSettings.create(system.classicSystem())
            .withConnectionSettings(connection)
            .withMaxConnections(CONNECTIONS)
            .withMinConnections(0)
            .withMaxOpenRequests(OPEN_REQUESTS)
            .withMaxRetries(0)
            .withKeepAliveTimeout(KEEP)
            .withIdleTimeout(KEEP.plus(KEEP))
            .withBaseConnectionBackoff(Duration.ZERO);
    this.endless = pool.withMaxConnections(2).withMaxOpenRequests(2);
  }

  /**
   * Sends a request.
   *
   * @param path with the query
   * @param limit until the answer begins
   * @return the answer, whose body must be read or discarded; fails where none begins in time
   */
  CompletionStage<HttpResponse> send(
      ClusterView.Node node, HttpRequest request, String path, Duration limit) {
    return send(node, request, path, limit, pool);
  }

  /** The same with an answer that has no end, on a connection of its own. */
  CompletionStage<HttpResponse> watch(
      ClusterView.Node node, HttpRequest request, String path, Duration limit) {
    return send(node, request, path, limit, endless);
  }

  private CompletionStage<HttpResponse> send(
      ClusterView.Node node,
      HttpRequest request,
      String path,
      Duration limit,
      ConnectionPoolSettings settings) {
    HttpRequest whole =
        request
            .withUri((tls.isPresent() ? "https://" : "http://") + authority(node) + path)
            .addHeader(RawHeader.create(NODE, cluster.port().view().self()));
    CompletableFuture<HttpResponse> result = new CompletableFuture<>();
    http.singleRequest(
            whole,
            tls.orElseGet(http::defaultClientHttpsContext),
            settings,
            NoLogging.getInstance())
        .whenComplete(
            (response, failure) -> {
              if (response == null) {
                result.completeExceptionally(failure);
              } else if (!result.complete(response)) {
                // To read what has no end would keep the connection, of which there are few.
                response.entity().getDataBytes().runWith(Sink.cancelled(), system);
              }
            });
    return result.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Asks for a JSON text.
   *
   * @param limit until it is there whole
   * @param mostBytes of it
   * @return the text; empty where the node answers with a failure; fails where it doesn't answer
   */
  CompletionStage<Optional<String>> json(
      ClusterView.Node node, String path, Duration limit, long mostBytes) {
    return send(node, HttpRequest.GET("/"), path, limit)
        .thenCompose(
            response -> {
              if (response.status().intValue() != 200) {
                response.discardEntityBytes(system);
                return CompletableFuture.completedStage(Optional.empty());
              }
              return response
                  .entity()
                  .withSizeLimit(mostBytes)
                  .getDataBytes()
                  .completionTimeout(limit)
                  .runFold(ByteString.createBuilder(), (all, part) -> all.append(part), system)
                  .thenApply(all -> Optional.of(all.result().utf8String()));
            });
  }

  /**
   * Opens a WebSocket.
   *
   * @param conversation is completed, or failed, when it ends or could not be opened
   */
  void socket(ClusterView.Node node, String path, Flow<Message, Message, NotUsed> conversation) {
    WebSocketRequest request =
        WebSocketRequest.create((tls.isPresent() ? "wss://" : "ws://") + authority(node) + path)
            .addHeader(RawHeader.create(NODE, cluster.port().view().self()));
    ConnectionContext context =
        tls.<ConnectionContext>map(each -> each).orElseGet(ConnectionContext::noEncryption);
    http.singleWebSocketRequest(
        request,
        conversation,
        context,
        Optional.empty(),
        connection,
        NoLogging.getInstance(),
        Materializer.matFromSystem(system));
  }

  private static String authority(ClusterView.Node node) {
    return node.http().toString();
  }

  /**
   * Ends the connections of pools, and requests with them.
   *
   * @return completes when they are closed
   */
  CompletionStage<Done> close() {
    return http.shutdownAllConnectionPools().thenApply(closed -> Done.getInstance());
  }
}
