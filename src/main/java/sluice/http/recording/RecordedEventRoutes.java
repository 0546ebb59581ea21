package sluice.http.recording;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.Right;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.json.Naming;
import sluice.stage.sink.json.EventJson;

/** The routes of recorded events: to find, see, lock and delete them. */
public final class RecordedEventRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedEventRoutes.class);

  private static final String ALL = EventJson.ALL;
  private static final String ONE = ALL + "/{event}";

  /** Threads that may be blocked by the disk, and requests that may run or wait for one. */
  private static final int THREADS = 2;

  private static final int MOST_CALLS = 32;

  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern SCORE = Pattern.compile("(?:0|1|0?\\.[0-9]{1,6}|1\\.0{1,6})");
  private static final Pattern ID = Pattern.compile("[0-9]{1,15}-[A-Za-z0-9_-]{1,64}-[0-9]{1,15}");

  private static final String NO_STORE = "nothing is recorded here";
  private static final String UNKNOWN = NO_STORE + ", or there is no such event";
  private static final String BUSY = "too many wait for the disk; Retry-After says when again";

  private final StoreCalls calls;

  /**
   * Routes; where there is no store they say so.
   *
   * @param store asked for each request
   */
  public RecordedEventRoutes(Supplier<Optional<RecordingPort>> store) {
    this.calls = new StoreCalls(store, BlockingCalls.threads(THREADS), MOST_CALLS);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            ALL,
            Operation.of(Right.VIEW, "listRecordedEvents", "Recorded events, the newest first")
                .takesQuery("stream", JsonSchema.STRING)
                .takesQuery("label", JsonSchema.STRING)
                .takesQuery("from", JsonSchema.TIME)
                .takesQuery("to", JsonSchema.TIME)
                .takesQuery("zone", JsonSchema.STRING)
                .takesQuery("line", JsonSchema.STRING)
                .takesQuery("min-score", JsonSchema.NUMBER)
                .takesQuery("before", JsonSchema.STRING)
                .takesQuery("limit", JsonSchema.INTEGER)
                .gives(200, "the events", "RecordedEvents")
                .fails(400, "what is looked for can't be read")
                .fails(404, NO_STORE)
                .fails(503, BUSY),
            calls.handler(RecordedEventRoutes::list)),
        Route.get(
            ONE,
            Operation.of(
                    Right.VIEW, "getRecordedEvent", "A recorded event, with where its object was")
                .gives(200, "the event", "RecordedEvent")
                .fails(404, UNKNOWN)
                .fails(503, BUSY),
            ofEvent((call, event, port) -> shown(event, port))),
        picture("picture.jpg", "getEventPicture", "The best picture of an event", false),
        picture("crop.jpg", "getEventCrop", "What that picture shows of the event alone", true),
        new Route(
            "PUT",
            ONE + "/lock",
            Operation.of(
                    Right.OPERATE, "lockEvent", "Keeps an event and its video until it is unlocked")
                .gives(200, "the event", "RecordedEvent")
                .fails(404, UNKNOWN)
                .fails(503, BUSY),
            ofEvent((call, event, port) -> lock(event, true, port))),
        new Route(
            "DELETE",
            ONE + "/lock",
            Operation.of(
                    Right.OPERATE, "unlockEvent", "Unlocks an event: it goes by age and room again")
                .gives(200, "the event", "RecordedEvent")
                .fails(404, UNKNOWN)
                .fails(503, BUSY),
            ofEvent((call, event, port) -> lock(event, false, port))),
        new Route(
            "DELETE",
            ONE,
            Operation.of(
                    Right.ADMIN,
                    "deleteEvent",
                    "Deletes an event, its pictures, and its video but for what other events keep")
                .givesRaw(204, "it is gone", "")
                .fails(404, UNKNOWN)
                .fails(409, "the event is locked, or goes on")
                .fails(503, BUSY),
            ofEvent(RecordedEventRoutes::delete)));
  }

  private Route picture(String file, String operation, String summary, boolean crop) {
    return Route.get(
        ONE + "/" + file,
        Operation.of(Right.VIEW, operation, summary)
            .givesRaw(200, "the picture", "image/jpeg")
            .fails(404, UNKNOWN + ", or it has no picture")
            .fails(503, BUSY),
        ofEvent(
            (call, event, port) ->
                port.picture(event, crop)
                    .map(Responses::jpeg)
                    .orElseGet(() -> withoutPicture(event))));
  }

  /** Answers a request about an event; may block. */
  private interface EventHandler {
    HttpResponse answer(ApiRequest call, RecordedEvent event, RecordingPort port);
  }

  /** A handler that blocks, where there is such an event. */
  private Route.Handler ofEvent(EventHandler handler) {
    return calls.handler(
        (call, port) -> {
          String id = call.parameters().getOrDefault("event", "");
          return port.event(id)
              .map(event -> handler.answer(call, event, port))
              .orElseGet(() -> unknown(id));
        });
  }

  private static HttpResponse list(ApiRequest call, RecordingPort port) {
    return Responses.json(
        port.events(query(call)).stream().map(EventJson::of).toList(), Naming.SNAKE);
  }

  private static EventQuery query(ApiRequest call) {
    EventQuery query =
        new EventQuery(
            call.query("stream"),
            call.query("label"),
            TimeSpan.instant(call, "from"),
            TimeSpan.instant(call, "to"),
            call.query("zone"),
            call.query("line"),
            call.query("min-score").map(RecordedEventRoutes::score).orElse(0.0),
            call.query("before"),
            limit(call));
    if (query.before().filter(id -> !ID.matcher(id).matches()).isPresent()) {
      throw new SluiceException(
          ErrorCode.USAGE, "before must be the id of an event, as in 1795874400000-yard-7");
    }
    return query;
  }

  private static double score(String text) {
    if (!SCORE.matcher(text).matches()) {
      throw new SluiceException(ErrorCode.USAGE, "min-score must be a number from 0 to 1");
    }
    return Double.parseDouble(text);
  }

  /**
   * How many events an answer to a request has at most.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} where it asks for none, or too many
   */
  public static int limit(ApiRequest call) {
    String text = call.query("limit").orElseGet(() -> Integer.toString(USUAL));
    int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : MOST + 1;
    if (limit > MOST) {
      throw new SluiceException(ErrorCode.USAGE, "limit must be a whole number from 1 to " + MOST);
    }
    return limit;
  }

  private static HttpResponse shown(RecordedEvent event, RecordingPort port) {
    return Responses.json(
        RecordedEventAnswers.Event.of(event, port.parts(event.id())), Naming.SNAKE);
  }

  private static HttpResponse lock(RecordedEvent event, boolean locked, RecordingPort port) {
    Optional<RecordedEvent> changed = port.lock(event.id(), locked);
    if (changed.isEmpty()) {
      return unknown(event.id());
    }
    LOG.info(
        "event {} of stream {} is {} now",
        event.id(),
        event.stream(),
        locked ? "locked" : "unlocked");
    return shown(changed.get(), port);
  }

  private static HttpResponse delete(ApiRequest call, RecordedEvent event, RecordingPort port) {
    if (event.locked() || event.open()) {
      return Responses.problem(
          409,
          event.locked() ? "event-locked" : "event-open",
          event.locked() ? "The event is locked" : "The event goes on",
          event.locked()
              ? "unlock it first: DELETE %s/%s/lock".formatted(ALL, event.id())
              : "it can be deleted once it has ended");
    }
    int video = port.delete(event);
    LOG.info(
        "event {} of stream {} ({}, from {} to {}) was deleted, with {} files of its video",
        event.id(),
        event.stream(),
        event.label(),
        event.startsAt(),
        event.endsAt(),
        video);
    return Responses.noContent();
  }

  private static HttpResponse unknown(String id) {
    return Responses.problem(
        404,
        "unknown-event",
        "No such event",
        "no event %s is kept; it may have been deleted".formatted(id));
  }

  private static HttpResponse withoutPicture(RecordedEvent event) {
    return Responses.problem(
        404,
        "no-event-picture",
        "The event has no picture",
        "none was taken of event %s, or it can't be read any more".formatted(event.id()));
  }
}
