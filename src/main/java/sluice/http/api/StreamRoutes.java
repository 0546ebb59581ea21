package sluice.http.api;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.config.binding.Problem;
import sluice.config.settings.Right;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.JsonBody;
import sluice.http.routing.MissingRightException;
import sluice.http.routing.Operation;
import sluice.http.routing.ProblemDetails;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.control.ChangeAnswer;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamEntry;

/** The routes that create, change, delete, restart, pause and resume streams. */
public final class StreamRoutes {
  /**
   * Settings that need no more than the right to operate: what is looked for, and how the stream
   * runs. Any other, one that is new too, leads to other machines or has to do with credentials
   * until it is listed here.
   */
  static final Set<String> OPERATED =
      Set.of(
          "model",
          "labels",
          "threshold",
          "detect-fps",
          "decode",
          "tiles",
          "motion",
          "track",
          "lines",
          "zones",
          "objects",
          "delivery",
          "max-age",
          "realtime",
          "loop",
          "enabled",
          "placement");

  /** Members that only answers have; what a client sends back of them is passed over. */
  static final Set<String> READ_ONLY = Set.of("status", "file", "paused");

  static final String ALL = "/api/v1/streams";
  static final String ONE = ALL + "/{id}";
  private static final String NOT_KEPT = "the change can't be kept on the disk, and was not made";

  private final ServiceDirectory directory;
  private final ServiceControl control;
  private final StreamViews views;

  /** Answers with what the views show. */
  public StreamRoutes(ServiceDirectory directory, StreamViews views) {
    this.directory = directory;
    this.control = directory.control();
    this.views = views;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
            ALL,
            changing(
                    Right.ADMIN,
                    "createStream",
                    "Adds a stream, which starts at once unless it isn't enabled")
                .takes("StreamSettings")
                .gives(201, "the stream", "Stream"),
            call -> change(call, 201, control::create)),
        new Route(
            "PUT",
            ONE,
            changing(
                    Right.ADMIN,
                    "putStream",
                    "Gives a stream other settings; those left out are at their defaults")
                .takes("StreamSettings")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> change(call, 200, json -> control.replace(call.id(), json))),
        new Route(
            "PATCH",
            ONE,
            changing(
                    Right.OPERATE,
                    "patchStream",
                    "Changes some settings (RFC 7396): null is back to the default; where frames"
                        + " come from, how that is logged in to, and sinks need the right admin")
                .takes("StreamPatch")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            this::patch),
        new Route(
            "DELETE",
            ONE,
            Operation.of(Right.ADMIN, "deleteStream", "Ends a stream and forgets it")
                .givesRaw(204, "it is gone", "")
                .fails(409, "the stream belongs to the configuration's file")
                .fails(503, NOT_KEPT)
                .failsUnknownStream(),
            call -> control.remove(call.id()).thenCompose(answer -> answer(answer, 204))),
        Route.post(
            ONE + "/restart",
            acting("restartStream", "Begins a stream anew"),
            call -> control.restart(call.id()).thenCompose(answer -> answer(answer, 200))),
        Route.post(
            ONE + "/pause",
            acting("pauseStream", "Lets a stream rest until it is resumed, across restarts"),
            call -> control.pause(call.id()).thenCompose(answer -> answer(answer, 200))),
        Route.post(
            ONE + "/resume",
            acting("resumeStream", "Lets a stream go on"),
            call -> control.resume(call.id()).thenCompose(answer -> answer(answer, 200))));
  }

  private static Operation changing(Right right, String id, String summary) {
    return Operation.of(right, id, summary)
        .fails(400, "the body can't be read")
        .fails(409, "there is such a stream, or it belongs to the configuration's file")
        .fails(422, "settings can't be used; problems says which and why")
        .fails(503, NOT_KEPT);
  }

  private static Operation acting(String id, String summary) {
    return Operation.of(Right.OPERATE, id, summary)
        .gives(200, "the stream; its status follows in its own time", "Stream")
        .fails(503, NOT_KEPT)
        .failsUnknownStream();
  }

  private CompletionStage<HttpResponse> shown(StreamEntry entry, int status) {
    String id = entry.config().id();
    return views
        .shown(id, directory.json(entry), status)
        .thenApply(
            response ->
                status == 201
                    ? response.addHeader(RawHeader.create("Location", ALL + "/" + id))
                    : response);
  }

  private CompletionStage<HttpResponse> patch(ApiRequest call) {
    if (!call.caller().may(Right.ADMIN)) {
      JsonBody.members(
          call.body(),
          (name, parser) -> {
            parser.skipChildren();
            requireOperated(name);
          });
    }
    return change(call, 200, json -> control.patch(call.id(), json));
  }

  private static void requireOperated(String member) {
    if (!OPERATED.contains(member) && !READ_ONLY.contains(member)) {
      boolean plain = member.matches("[a-z-]{1,40}");
      throw new MissingRightException(Right.ADMIN, "to set " + (plain ? member : "this"));
    }
  }

  private CompletionStage<HttpResponse> change(
      ApiRequest call, int success, Function<String, CompletionStage<ChangeAnswer>> work) {
    String json = JsonBody.without(call.body(), READ_ONLY);
    return work.apply(json).thenCompose(answer -> answer(answer, success));
  }

  private CompletionStage<HttpResponse> answer(ChangeAnswer answer, int success) {
    return switch (answer) {
      case ChangeAnswer.Done(Optional<StreamEntry> stream) ->
          stream
              .map(entry -> shown(entry, success))
              .orElseGet(() -> CompletableFuture.completedStage(Responses.noContent()));
      case ChangeAnswer.Unknown(String id) ->
          CompletableFuture.completedStage(Responses.unknownStream(id));
      case ChangeAnswer.Exists(String id) ->
          refused(
              409,
              "stream-exists",
              "There is such a stream",
              "there is a stream "
                  + id
                  + " already; change it with PUT or PATCH, or choose another id");
      case ChangeAnswer.OfFile(String id, String file) ->
          refused(
              409,
              "stream-of-file",
              "The stream belongs to the configuration's file",
              "it is set as sluice.streams.%s in %s; change it there and reload the configuration"
                  .formatted(id, file));
      case ChangeAnswer.TooMany(int limit) ->
          refused(
              409,
              "too-many-streams",
              "No more streams",
              "there are " + limit + " streams of the API (sluice.http.limits.max-streams)");
      case ChangeAnswer.NotKept(String message) ->
          refused(503, "not-kept", "The change can't be kept", message + "; nothing was changed");
      case ChangeAnswer.Refused(List<Problem> problems) ->
          CompletableFuture.completedStage(Responses.problem(ProblemDetails.invalid(problems)));
    };
  }

  private static CompletionStage<HttpResponse> refused(
      int status, String type, String title, String detail) {
    return CompletableFuture.completedStage(Responses.problem(status, type, title, detail));
  }
}
