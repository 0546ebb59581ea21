package sluice.http.live;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.config.settings.Right;
import sluice.core.LivePicture;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;

/** The routes of live pictures: tickets, the WebSocket for pages, and MJPEG for other clients. */
public final class LiveRoutes {
  private static final int USUAL_WIDTH = 640;
  private static final ContentType MIXED =
      ContentTypes.create(
          MediaTypes.customMultipart("x-mixed-replace", Map.of("boundary", Mjpeg.BOUNDARY)));

  private final LiveContext parts;
  private final StreamDirectory streams;

  public LiveRoutes(LiveContext parts, StreamDirectory streams) {
    this.parts = parts;
    this.streams = streams;
  }

  public List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/api/v1/live/tickets",
            Operation.of(
                    Right.VIEW,
                    "issueLiveTicket",
                    "A ticket for the socket of live pictures, good once and for a short time")
                .gives(201, "the ticket", "LiveTicket"),
            Route.now(this::ticket)),
        Route.getNow(
            "/api/v1/live",
            Operation.open(
                    "watchLive",
                    "Live pictures and events over a WebSocket; the first message shows a ticket")
                .givesRaw(101, "the socket", "")
                .fails(426, "the request is none for a WebSocket")
                .fails(503, "as many clients as may be watch already"),
            this::socket),
        Route.getNow(
            "/api/v1/streams/{id}/live.mjpg",
            Operation.of(Right.VIEW, "watchPictures", "Live pictures of a stream as MJPEG")
                .takesQuery("width", Map.of("enum", LivePicture.WIDTHS, "default", USUAL_WIDTH))
                .givesRaw(200, "picture after picture, without end", "multipart/x-mixed-replace")
                .fails(400, "there is no such width")
                .fails(503, "as many clients as may be watch already")
                .failsUnknownStream(),
            this::pictures));
  }

  private HttpResponse ticket(ApiRequest call) {
    Right right = call.caller().right().orElse(Right.VIEW);
    return Responses.json(
        201, new LiveTickets.Issued(parts.tickets().issue(right), LiveTickets.LIFE.toSeconds()));
  }

  private HttpResponse socket(ApiRequest call) {
    return call.request()
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .map(
            upgrade ->
                parts.isFull() ? full() : upgrade.handleMessagesWith(LiveSession.flow(parts)))
        .orElseGet(
            () ->
                Responses.problem(
                        426,
                        "no-websocket",
                        "No request for a WebSocket",
                        "open a WebSocket here, and send a ticket of /api/v1/live/tickets first")
                    .addHeader(RawHeader.create("Upgrade", "websocket")));
  }

  private HttpResponse pictures(ApiRequest call) {
    String id = call.id();
    if (!isThere(id)) {
      return Responses.unknownStream(id);
    }
    Optional<Integer> width = width(call);
    if (width.isEmpty()) {
      return Responses.problem(
          400, "bad-width", "No such width", "width must be one of " + LivePicture.WIDTHS);
    }
    return parts.isFull()
        ? full()
        : HttpResponse.create()
            .withEntity(
                HttpEntities.createChunked(
                    MIXED, Mjpeg.source(parts, id, width.get(), () -> isThere(id))));
  }

  private boolean isThere(String id) {
    return streams.has(id);
  }

  private static Optional<Integer> width(ApiRequest call) {
    String text = call.query("width").orElse("" + USUAL_WIDTH);
    return LivePicture.WIDTHS.stream().filter(width -> width.toString().equals(text)).findFirst();
  }

  private HttpResponse full() {
    return Responses.problem(503, "too-many-watchers", "Too many watch pictures", parts.fullText());
  }
}
