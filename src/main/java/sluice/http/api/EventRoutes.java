package sluice.http.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;
import sluice.telemetry.EventLog;

/** The routes of server-sent events; such a response ends with its client or with the server. */
final class EventRoutes {
  private static final ContentType TYPE = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /** Sent at once, so that the client sees that it is connected; how long it waits to reconnect. */
  private static final ByteString HELLO = ByteString.fromString("retry: 2000\n\n");

  private static final ByteString ALIVE = ByteString.fromString(":\n\n");

  private final ActorSystem<?> system;
  private final HttpConfig config;
  private final StreamDirectory streams;
  private final EventLog feed;
  private final SharedKillSwitch end;

  EventRoutes(
      ActorSystem<?> system,
      HttpConfig config,
      StreamDirectory streams,
      EventLog feed,
      SharedKillSwitch end) {
    this.system = system;
    this.config = config;
    this.streams = streams;
    this.feed = feed;
    this.end = end;
  }

  List<Route> routes() {
    return List.of(
        Route.getNow(
            "/api/v1/events",
            watching("watchEvents", "What happens on all streams, as server-sent events"),
            call -> watch(Optional.empty(), call)),
        Route.getNow(
            "/api/v1/streams/{id}/events",
            watching("watchStream", "What happens on a stream, as server-sent events")
                .failsUnknownStream(),
            call ->
                !streams.has(call.id())
                    ? Responses.unknownStream(call.id())
                    : watch(Optional.of(call.id()), call)));
  }

  private static Operation watching(String id, String summary) {
    return Operation.of(
            Right.VIEW,
            id,
            summary + "; with Last-Event-ID what came since is given first, of the last minute")
        .givesRaw(
            200,
            "events of the types detections, object, line, zone, occupancy, event, state, removed"
                + " and gap, with JSON as data",
            "text/event-stream")
        .fails(503, "as many clients as may be watch already");
  }

  private HttpResponse watch(Optional<String> stream, ApiRequest call) {
    int most = config.limits().maxEventClients();
    if (feed.watchers() >= most) {
      return Responses.problem(
          503,
          "too-many-watchers",
          "Too many watch events",
          most + " clients watch already (sluice.http.limits.max-event-clients)");
    }
    Source<ByteString, NotUsed> events =
        feed.watch(stream, call.header("last-event-id"), system)
            .map(EventRoutes::text)
            .prepend(Source.single(HELLO))
            .keepAlive(silence(), () -> ALIVE)
            .via(end.flow());
    return HttpResponse.create().withEntity(HttpEntities.createChunked(TYPE, events));
  }

  /** Well under the time after which the connection would be cut. */
  private Duration silence() {
    Duration half = config.limits().idleTimeout().dividedBy(2);
    return half.compareTo(LONGEST_SILENCE) < 0 ? half : LONGEST_SILENCE;
  }

  private static ByteString text(EventLog.Event event) {
    String id = event.type().equals(EventLog.GAP) ? "" : "id: " + event.id() + "\n";
    return ByteString.fromString(
        id + "event: " + event.type() + "\ndata: " + event.data() + "\n\n");
  }
}
