package sluice.http.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;

/** The routes of the cluster: its nodes, where streams are, and what operators do about both. */
public final class ClusterRoutes {
  private static final String CLUSTER = "/api/v1/cluster";
  private static final String NONE = "the service runs on its own";

  private final ClusterPort port;
  private final StreamDirectory streams;
  private final Function<String, Optional<Duration>> ages;
  private final Function<String, CompletionStage<String>> kept;

  /**
   * Routes; where there is no cluster they say so.
   *
   * @param ages how long ago a node told of its streams
   * @param kept what a node has recorded, in words; empty where that is nothing, or not known
   */
  public ClusterRoutes(
      ClusterPort port,
      StreamDirectory streams,
      Function<String, Optional<Duration>> ages,
      Function<String, CompletionStage<String>> kept) {
    this.port = port;
    this.streams = streams;
    this.ages = ages;
    this.kept = kept;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            CLUSTER,
            Operation.of(
                    Right.VIEW, "getCluster", "The nodes of the cluster, and where each stream is")
                .gives(200, "the cluster as this node sees it", "Cluster")
                .fails(404, NONE),
            inCluster(call -> CompletableFuture.completedStage(cluster()))),
        Route.post(
            CLUSTER + "/nodes/{node}/drain",
            Operation.of(
                    Right.OPERATE,
                    "drainNode",
                    "Gives a node's streams to others, and places none on it any more")
                .gives(202, "it is being done", "ClusterAccepted")
                .fails(404, NONE + ", or there is no such node")
                .fails(409, "it is refused; detail says why"),
            inCluster(this::drain)),
        new Route(
            "DELETE",
            CLUSTER + "/nodes/{node}/drain",
            Operation.of(
                    Right.OPERATE,
                    "endDrainOfNode",
                    "Lets a node that was drained take streams again")
                .gives(202, "it is being done", "ClusterAccepted")
                .fails(404, NONE + ", or there is no such node")
                .fails(409, "it is refused; detail says why"),
            inCluster(call -> order(call, port::endDrain, " takes streams again"))),
        Route.post(
            "/api/v1/streams/{id}/move",
            Operation.of(Right.OPERATE, "moveStream", "Moves a stream to another node")
                .takes("ClusterMove")
                .gives(202, "it is being done", "ClusterAccepted")
                .fails(400, "the body can't be read")
                .fails(404, NONE + ", or there is no such stream or node")
                .fails(409, "it is refused; detail says why"),
            inCluster(this::move)));
  }

  private Route.Handler inCluster(Route.Handler handler) {
    return call ->
        port.isCluster()
            ? handler.handle(call)
            : CompletableFuture.completedStage(
                Responses.problem(
                    404,
                    "not-a-cluster",
                    "Not a cluster",
                    "this service runs on its own; sluice.cluster of the configuration makes it a"
                        + " node of a cluster"));
  }

  private HttpResponse cluster() {
    ClusterView view = port.view();
    return Responses.json(
        new ClusterAnswers.Cluster(
            view.self(),
            view.nodes().stream()
                .map(node -> ClusterAnswers.Node.of(node, ages.apply(node.name())))
                .toList(),
            streams.ids().stream()
                .map(id -> ClusterAnswers.Placed.of(id, port.placement(id)))
                .toList()));
  }

  /** Recordings stay where they are. */
  private CompletionStage<HttpResponse> drain(ApiRequest call) {
    String node = call.parameters().getOrDefault("node", "");
    return port.view().node(node).isEmpty()
        ? unknown(node)
        : kept.apply(node)
            .thenCompose(
                words ->
                    order(
                        call,
                        port::drain,
                        " gives its streams away"
                            + (words.isEmpty()
                                ? ""
                                : "; %s, which can't be seen while it is off".formatted(words))));
  }

  private CompletionStage<HttpResponse> order(
      ApiRequest call, Function<String, CompletionStage<ClusterReply>> placer, String accepted) {
    String node = call.parameters().getOrDefault("node", "");
    return port.view().node(node).isEmpty()
        ? unknown(node)
        : placer.apply(node).thenApply(reply -> answer(reply, "node " + node + accepted));
  }

  private CompletionStage<HttpResponse> move(ApiRequest call) {
    Optional<String> to = JsonBody.texts(call.body()).getOrDefault("to", Optional.empty());
    if (to.isEmpty()) {
      throw new BadBodyException("expected: {\"to\": \"NODE\"}, a name of /api/v1/cluster");
    }
    if (!streams.has(call.id())) {
      return CompletableFuture.completedStage(Responses.unknownStream(call.id()));
    }
    return port.view().node(to.get()).isEmpty()
        ? unknown(to.get())
        : port.move(call.id(), to.get())
            .thenApply(
                reply -> answer(reply, "stream %s moves to %s".formatted(call.id(), to.get())));
  }

  private CompletionStage<HttpResponse> unknown(String node) {
    return CompletableFuture.completedStage(unknown(node, port.view()));
  }

  /** Says that there is no such node. */
  static HttpResponse unknown(String node, ClusterView view) {
    List<String> names = view.nodes().stream().map(ClusterView.Node::name).toList();
    return Responses.problem(
        404,
        "unknown-node",
        "No such node",
        "there is no node %s (expected: %s)"
            .formatted(Route.isNode(node) ? node : "of that name", String.join(", ", names)));
  }

  private static HttpResponse answer(ClusterReply reply, String accepted) {
    return switch (reply) {
      case ClusterReply.Accepted() -> Responses.json(202, new ClusterAnswers.Accepted(accepted));
      case ClusterReply.Refused(String reason) ->
          Responses.problem(409, "placement-refused", "It is not done", reason);
    };
  }
}
