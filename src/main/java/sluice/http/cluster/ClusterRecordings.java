package sluice.http.cluster;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import sluice.http.recording.RecordedEventRoutes;
import sluice.http.recording.StoreRoutes;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.json.RawJson;

/**
 * Makes the routes of recordings answer for all nodes, each of which keeps what it has recorded
 * itself. Lists are made of what all nodes say within {@link #LIMIT}; the header {@link #MISSING}
 * names those that don't. A span is deleted at all of them. A recorded event is looked for at all
 * nodes, as its id is one of them all's; so is what a stream's time alone names. Numbers are a
 * node's own: {@code node} of the query says which one, the node that is asked where it says none.
 * Thread-safe; nothing blocks.
 */
final class ClusterRecordings {
  /** Header of answers for which some nodes were not heard: their names, with commas. */
  static final String MISSING = "Sluice-Missing-Nodes";

  /** What the query names a node by. */
  private static final String NODE = "node";

  /** How long nodes may take, where the route has no patience of its own. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final long MOST_BYTES = 16L << 20;

  private final ActorSystem<?> system;
  private final ClusterPort port;
  private final NodeClient client;

  ClusterRecordings(ActorSystem<?> system, ClusterPort port, NodeClient client) {
    this.system = system;
    this.port = port;
    this.client = client;
  }

  /** What makes one text of those of several nodes. */
  @FunctionalInterface
  private interface Merge {
    String of(List<MergedAnswers.Part> parts, ApiRequest call);
  }

  /**
   * What a node answers.
   *
   * @param whole absent where it didn't
   */
  private record Reply(String node, Optional<Whole> whole) {
    boolean has(int status) {
      return whole.filter(each -> each.status() == status).isPresent();
    }

    /** Whether it says what is wrong with the request. */
    boolean refuses() {
      return whole
          .filter(each -> each.status() >= 400 && each.status() < 500 && each.status() != 404)
          .isPresent();
    }
  }

  /** An answer that was read to its end. */
  private record Whole(int status, ContentType type, String text) {
    HttpResponse response() {
      return HttpResponse.create()
          .withStatus(status)
          .withEntity(HttpEntities.create(type, ByteString.fromString(text)));
    }
  }

  /** The route, answered for all nodes if it is about recordings. */
  Route front(Route route) {
    return StoreRoutes.isOne(route) ? route.withHandler(call -> answer(route, call)) : route;
  }

  /** The route as a cluster's document shows it. */
  static Route described(Route route) {
    return StoreRoutes.isOne(route)
        ? route.withOperation(route.operation().takesQuery(NODE, JsonSchema.STRING))
        : route;
  }

  /** What a node has recorded, in words; empty where that is nothing, or it doesn't say. */
  CompletionStage<String> kept(String node) {
    return port.view()
        .node(node)
        .filter(ClusterView.Node::reachable)
        .map(
            each ->
                client
                    .json(each, StoreRoutes.RECORDINGS, LIMIT, MOST_BYTES)
                    .thenApply(text -> text.map(ClusterRecordings::words).orElse(""))
                    .exceptionally(failure -> ""))
        .orElseGet(() -> CompletableFuture.completedStage(""));
  }

  private static String words(String list) {
    List<RawJson> streams = JsonMembers.elements(list);
    return streams.isEmpty()
        ? ""
        : "it keeps recordings of %d stream%s"
            .formatted(streams.size(), streams.size() == 1 ? "" : "s");
  }

  private CompletionStage<HttpResponse> answer(Route route, ApiRequest call) {
    Optional<String> node = call.query(NODE);
    if (node.isPresent()) {
      return ofNode(node.get(), route, call);
    }
    return switch (route.operation().id()) {
      case "listRecordings" ->
          merged(route, call, (parts, asked) -> MergedAnswers.byText(parts, "stream"));
      case "listRecordedEvents" ->
          merged(
              route,
              call,
              (parts, asked) -> MergedAnswers.newestFirst(parts, RecordedEventRoutes.limit(asked)));
      case "getTimeline", "listSegments" ->
          merged(route, call, (parts, asked) -> MergedAnswers.byTime(parts));
      case "getPlaylist" -> merged(route, call, (parts, asked) -> MergedPlaylist.of(parts));
      case "listExports" -> merged(route, call, (parts, asked) -> MergedAnswers.inTurn(parts));
      case "deleteRecording" -> merged(route, call, (parts, asked) -> MergedAnswers.added(parts));
      case "getThumbnail", "exportRecording" -> first(route, call);
      default ->
          route.path().contains("{event}") ? first(route, call) : route.handler().handle(call);
    };
  }

  private CompletionStage<HttpResponse> ofNode(String name, Route route, ApiRequest call) {
    ClusterView view = port.view();
    if (name.equals(view.self())) {
      return route.handler().handle(call);
    }
    Optional<ClusterView.Node> node = view.node(name);
    if (node.isEmpty()) {
      return CompletableFuture.completedStage(ClusterRoutes.unknown(name, view));
    }
    return node.get().reachable()
        ? pass(node.get(), route, call).exceptionally(failure -> away(List.of(name)))
        : CompletableFuture.completedStage(away(List.of(name)));
  }

  private CompletionStage<HttpResponse> pass(ClusterView.Node node, Route route, ApiRequest call) {
    return client
        .send(node, PassedRequest.of(call), PassedRequest.pathWithout(call, NODE), limit(route))
        .thenApply(answer -> located(PassedRequest.answer(answer), node.name()));
  }

  /** What was made at a node is found there. */
  private static HttpResponse located(HttpResponse answer, String node) {
    String name = "Location";
    return answer
        .getHeader(name)
        .map(
            place ->
                answer
                    .removeHeader(name)
                    .addHeader(
                        RawHeader.create(
                            name,
                            "%s?%s=%s"
                                .formatted(place.value(), NODE, PassedRequest.encoded(node)))))
        .orElse(answer);
  }

  private static Duration limit(Route route) {
    return route.patience().compareTo(LIMIT) > 0 ? route.patience() : LIMIT;
  }

  private static HttpResponse away(List<String> nodes) {
    return PassedRequest.unreachable(
        "node %s gives no answer now: what it has recorded can't be had"
            .formatted(String.join(", ", nodes)));
  }

  /** The answer of the first node that has what is asked for; this one is asked first. */
  private CompletionStage<HttpResponse> first(Route route, ApiRequest call) {
    return route
        .handler()
        .handle(call)
        .thenCompose(
            own ->
                own.status().intValue() == 404
                    ? next(route, call, own, port.view().others(), List.of())
                    : CompletableFuture.completedStage(own));
  }

  private CompletionStage<HttpResponse> next(
      Route route,
      ApiRequest call,
      HttpResponse own,
      List<ClusterView.Node> nodes,
      List<String> missing) {
    if (nodes.isEmpty()) {
      return CompletableFuture.completedStage(missing.isEmpty() ? own : away(missing));
    }
    ClusterView.Node node = nodes.getFirst();
    List<ClusterView.Node> rest = nodes.subList(1, nodes.size());
    List<String> without = new ArrayList<>(missing);
    without.add(node.name());
    if (!node.reachable()) {
      return next(route, call, own, rest, without);
    }
    return pass(node, route, call)
        .handle(
            (answer, failure) -> {
              if (answer == null) {
                return next(route, call, own, rest, without);
              }
              if (answer.status().intValue() == 404) {
                answer.discardEntityBytes(system);
                return next(route, call, own, rest, missing);
              }
              return CompletableFuture.completedStage(answer);
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<HttpResponse> merged(Route route, ApiRequest call, Merge merge) {
    ClusterView view = port.view();
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    replies.add(
        route
            .handler()
            .handle(call)
            .thenCompose(response -> read(view.self(), response, limit(route)))
            .toCompletableFuture());
    view.others().forEach(node -> replies.add(ask(node, route, call)));
    return CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> merged(replies.stream().map(CompletableFuture::join).toList(), call, merge));
  }

  private CompletableFuture<Reply> ask(ClusterView.Node node, Route route, ApiRequest call) {
    Reply none = new Reply(node.name(), Optional.empty());
    if (!node.reachable()) {
      return CompletableFuture.completedFuture(none);
    }
    return client
        .send(node, PassedRequest.of(call), PassedRequest.path(call), limit(route))
        .thenCompose(response -> read(node.name(), response, limit(route)))
        .exceptionally(failure -> none)
        .toCompletableFuture();
  }

  private CompletionStage<Reply> read(String node, HttpResponse response, Duration limit) {
    return response
        .entity()
        .withSizeLimit(MOST_BYTES)
        .getDataBytes()
        .completionTimeout(limit)
        .runFold(ByteString.createBuilder(), (all, part) -> all.append(part), system)
        .thenApply(
            all ->
                new Reply(
                    node,
                    Optional.of(
                        new Whole(
                            response.status().intValue(),
                            response.entity().getContentType(),
                            all.result().utf8String()))));
  }

  private static HttpResponse merged(List<Reply> replies, ApiRequest call, Merge merge) {
    Optional<Reply> refusal = replies.stream().filter(Reply::refuses).findFirst();
    if (refusal.isPresent()) {
      return refusal.get().whole().orElseThrow().response();
    }
    List<Reply> fine = replies.stream().filter(each -> each.has(200)).toList();
    List<String> missing =
        replies.stream().filter(each -> !each.has(200) && !each.has(404)).map(Reply::node).toList();
    if (fine.isEmpty()) {
      return missing.isEmpty()
          ? replies.getFirst().whole().orElseThrow().response()
          : away(missing);
    }
    String text;
    try {
      text = merge.of(fine.stream().map(ClusterRecordings::part).toList(), call);
    } catch (BadBodyException | DateTimeException | NumberFormatException e) {
      return Responses.problem(
          503,
          "other-version",
          "Nodes of several versions",
          "a node's answer can't be read, as while the cluster is updated; ask for one node by"
              + " ?node=NAME");
    }
    HttpResponse response =
        HttpResponse.create()
            .withEntity(
                HttpEntities.create(
                    fine.getFirst().whole().orElseThrow().type(), ByteString.fromString(text)));
    return missing.isEmpty()
        ? response
        : response.addHeader(RawHeader.create(MISSING, String.join(", ", missing)));
  }

  private static MergedAnswers.Part part(Reply reply) {
    return new MergedAnswers.Part(reply.node(), reply.whole().orElseThrow().text());
  }
}
