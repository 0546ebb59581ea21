package sluice.http.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.util.MessageText;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;

/**
 * Hands requests about a stream's run to the node that has it, and its answer back, streamed with
 * backpressure. What is answered by settings is answered here. Thread-safe; nothing blocks.
 */
final class Forwarder {
  /** What only the node that runs the stream can answer or do. */
  static final Set<String> FORWARDED =
      Set.of(
          "getHistory",
          "getObjects",
          "getObjectPicture",
          "getCounts",
          "resetCounts",
          "getSnapshot",
          "restartStream");

  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  /** Until an answer begins, where the route has no patience of its own. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final StreamDirectory streams;
  private final NodeClient client;
  private final Function<String, CompletionStage<HttpResponse>> shown;

  /**
   * A forwarder.
   *
   * @param shown answers with a stream's settings and status
   */
  Forwarder(
      ActorSystem<?> system,
      ClusterPort port,
      StreamDirectory streams,
      NodeClient client,
      Function<String, CompletionStage<HttpResponse>> shown) {
    this.system = system;
    this.port = port;
    this.streams = streams;
    this.client = client;
    this.shown = shown;
  }

  /** The same routes, of which some are answered by the node that has the stream. */
  List<Route> front(List<Route> routes) {
    List<Route> result = new ArrayList<>();
    for (Route route : routes) {
      if (FORWARDED.contains(route.operation().id())) {
        result.add(route.withHandler(call -> answer(route, call)));
      } else if (route.operation().id().equals("watchPictures")) {
        result.add(route.withHandler(call -> pictures(route, call)));
      } else {
        result.add(route);
      }
    }
    return result;
  }

  private CompletionStage<HttpResponse> answer(Route route, ApiRequest call) {
    String id = call.id();
    StreamPlacement placement = port.placement(id);
    ClusterView view = port.view();
    if (!streams.has(id) || placement.node().filter(view.self()::equals).isPresent()) {
      return route.handler().handle(call);
    }
    Optional<HttpResponse> refusal = refusal(id, placement, view);
    if (refusal.isPresent()) {
      return CompletableFuture.completedStage(refusal.get());
    }
    String name = placement.node().orElseThrow();
    ClusterView.Node node = view.node(name).orElseThrow();
    Duration limit = route.patience().compareTo(LIMIT) > 0 ? route.patience() : LIMIT;
    return client
        .send(node, PassedRequest.of(call), PassedRequest.path(call), limit)
        .thenApply(
            response ->
                new Answer(
                    response, route.method().equals("POST") && response.status().isSuccess()))
        .exceptionally(
            failure -> {
              LOG.debug("node {}: {}", name, MessageText.printable(reason(failure)));
              return new Answer(unreachable(id, name, "gave no answer"), false);
            })
        .thenCompose(answer -> back(route, id, answer));
  }

  /**
   * An answer.
   *
   * @param done whether it says that something was done
   */
  private record Answer(HttpResponse response, boolean done) {}

  /** A stream is shown by this node, whose settings may be newer. */
  private CompletionStage<HttpResponse> back(Route route, String id, Answer answer) {
    if (answer.done() && route.operation().id().equals("restartStream")) {
      answer.response().discardEntityBytes(system);
      return shown.apply(id);
    }
    return CompletableFuture.completedStage(PassedRequest.answer(answer.response()));
  }

  /** Pictures of a stream that nobody has would not come. */
  private CompletionStage<HttpResponse> pictures(Route route, ApiRequest call) {
    return (streams.has(call.id())
            ? refusal(call.id(), port.placement(call.id()), port.view())
            : Optional.<HttpResponse>empty())
        .<CompletionStage<HttpResponse>>map(CompletableFuture::completedStage)
        .orElseGet(() -> route.handler().handle(call));
  }

  private static Optional<HttpResponse> refusal(
      String id, StreamPlacement placement, ClusterView view) {
    if (placement.node().isEmpty()) {
      return Optional.of(
          Responses.problem(
                  503,
                  "not-placed",
                  "The stream runs nowhere",
                  "stream %s: %s"
                      .formatted(
                          id, placement.reason().isEmpty() ? "no node has it" : placement.reason()))
              .addHeader(RawHeader.create("Retry-After", "5")));
    }
    String name = placement.node().get();
    return view.node(name).filter(ClusterView.Node::reachable).isPresent()
        ? Optional.empty()
        : Optional.of(unreachable(id, name, "is not reachable"));
  }

  private static HttpResponse unreachable(String id, String node, String what) {
    return PassedRequest.unreachable(
        "stream %s runs on node %s, which %s; its status says what was known last"
            .formatted(id, node, what));
  }

  private static String reason(Throwable failure) {
    return Failures.reason(Failures.unwrap(failure));
  }
}
