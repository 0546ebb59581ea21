package sluice.http.cluster;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.http.recording.StoreRoutes;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StatusValues;

/**
 * The routes that only nodes have for each other: what a node's own streams do, without settings.
 */
public final class NodeRoutes {
  static final String STATUSES = "/api/v1/node/statuses";

  private static final Set<String> ASKED = Set.of("watchEvents", "watchLive", "live");

  private final StatusValues own;

  /** Whether nodes ask each other by a route of the API; they reach no other one. */
  public static boolean isAsked(Route route) {
    String id = route.operation().id();
    return Forwarder.FORWARDED.contains(id) || ASKED.contains(id) || StoreRoutes.isOne(route);
  }

  /** Routes to this process's own streams. */
  public NodeRoutes(StatusValues own) {
    this.own = own;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            STATUSES,
            Operation.of(Right.VIEW, "listNodeStatuses", "Statuses of this node's streams")
                .gives(200, "the statuses, by stream", "Config"),
            call -> own.all().thenApply(Responses::json)),
        Route.get(
            STATUSES + "/{id}",
            Operation.of(Right.VIEW, "getNodeStatus", "Status of one of this node's streams")
                .gives(200, "the status", "StreamStatus")
                .failsUnknownStream(),
            this::one));
  }

  private CompletionStage<HttpResponse> one(ApiRequest call) {
    return own.one(call.id())
        .thenApply(
            found ->
                found.map(Responses::json).orElseGet(() -> Responses.unknownStream(call.id())));
  }
}
