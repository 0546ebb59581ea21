package sluice.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import sluice.config.Problem;
import sluice.config.StreamJson;
import sluice.service.ChangeAnswer;
import sluice.service.ServiceControl;
import sluice.service.StreamEntry;
import sluice.service.StreamStatus;

/** Streams: their settings and status, changes, the last hour, a picture. */
final class StreamRoutes {
  /** Members that only answers have; what a client sends back of them is passed over. */
  static final Set<String> READ_ONLY = Set.of("status", "file", "paused");

  private static final String ALL = "/api/v1/streams";
  private static final String ONE = ALL + "/{id}";
  private static final String NOT_KEPT = "the change can't be kept on the disk, and was not made";

  private final Actors actors;
  private final ServiceControl control;
  private final Snapshots snapshots;
  private final Telemetry telemetry;

  StreamRoutes(Actors actors, HttpPorts ports, Telemetry telemetry) {
    this.actors = actors;
    this.control = ports.control();
    this.snapshots = ports.snapshots();
    this.telemetry = telemetry;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            ALL,
            Operation.of("listStreams", "All streams: settings and status")
                .gives(200, "the streams", "Streams"),
            call -> list()),
        Route.post(
            ALL,
            changing("createStream", "Adds a stream, which starts at once unless it isn't enabled")
                .takes("StreamSettings")
                .gives(201, "the stream", "Stream"),
            call -> change(call, 201, control::create)),
        Route.get(
            ONE,
            Operation.of("getStream", "A stream: settings and status")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> one(call.id())),
        new Route(
            "PUT",
            ONE,
            changing(
                    "putStream",
                    "Gives a stream other settings; those left out are at their defaults")
                .takes("StreamSettings")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> change(call, 200, json -> control.replace(call.id(), json))),
        new Route(
            "PATCH",
            ONE,
            changing("patchStream", "Changes some settings (RFC 7396): null is back to the default")
                .takes("StreamPatch")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> change(call, 200, json -> control.patch(call.id(), json))),
        new Route(
            "DELETE",
            ONE,
            Operation.of("deleteStream", "Ends a stream and forgets it")
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
            call -> control.resume(call.id()).thenCompose(answer -> answer(answer, 200))),
        Route.getNow(
            ONE + "/history",
            Operation.of("getHistory", "The last hour of a stream, oldest step first")
                .gives(200, "the steps", "History")
                .failsUnknownStream(),
            call -> history(call.id())),
        Route.get(
            ONE + "/snapshot.jpg",
            Operation.of("getSnapshot", "The newest picture of a stream")
                .givesRaw(200, "the picture", "image/jpeg")
                .fails(503, "no picture has come yet")
                .failsUnknownStream(),
            call -> snapshot(call.id())));
  }

  private static Operation changing(String id, String summary) {
    return Operation.of(id, summary)
        .fails(400, "the body can't be read")
        .fails(409, "there is such a stream, or it belongs to the configuration's file")
        .fails(422, "settings can't be used; problems says which and why")
        .fails(503, NOT_KEPT);
  }

  private static Operation acting(String id, String summary) {
    return Operation.of(id, summary)
        .gives(200, "the stream; its status follows in its own time", "Stream")
        .fails(503, NOT_KEPT)
        .failsUnknownStream();
  }

  private CompletionStage<HttpResponse> list() {
    return actors
        .streams()
        .thenApply(
            all -> {
              Map<String, StreamStatus> byId = new HashMap<>();
              all.forEach(status -> byId.put(status.id(), status));
              List<Object> result = new ArrayList<>();
              control
                  .state()
                  .streams()
                  .forEach((id, entry) -> result.add(json(entry, byId.get(id))));
              return Answers.json(result);
            });
  }

  private CompletionStage<HttpResponse> one(String id) {
    StreamEntry entry = control.state().streams().get(id);
    return entry == null
        ? CompletableFuture.completedStage(Answers.unknownStream(id))
        : shown(entry, 200);
  }

  private CompletionStage<HttpResponse> shown(StreamEntry entry, int status) {
    String id = entry.config().id();
    return actors.stream(id)
        .thenApply(found -> Answers.json(status, json(entry, found.orElse(null))))
        .thenApply(
            response ->
                status == 201
                    ? response.addHeader(RawHeader.create("Location", ALL + "/" + id))
                    : response);
  }

  /** Settings as they can be sent back, and what is known besides. */
  private Map<String, Object> json(StreamEntry entry, @Nullable StreamStatus status) {
    Map<String, Object> result = new LinkedHashMap<>(StreamJson.asMap(entry.config(), false));
    if (entry.origin() == StreamEntry.Origin.FILE) {
      result.put("file", control.file());
    }
    result.put("paused", entry.paused());
    if (status != null) {
      result.put("status", StatusJson.of(status));
    }
    return result;
  }

  private CompletionStage<HttpResponse> change(
      Call call, int success, Function<String, CompletionStage<ChangeAnswer>> work) {
    String json = JsonBody.without(call.body(), READ_ONLY);
    return work.apply(json).thenCompose(answer -> answer(answer, success));
  }

  private CompletionStage<HttpResponse> answer(ChangeAnswer answer, int success) {
    return switch (answer) {
      case ChangeAnswer.Done(Optional<StreamEntry> stream) ->
          stream
              .map(entry -> shown(entry, success))
              .orElseGet(() -> CompletableFuture.completedStage(Answers.noContent()));
      case ChangeAnswer.Unknown(String id) ->
          CompletableFuture.completedStage(Answers.unknownStream(id));
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
          CompletableFuture.completedStage(Answers.problem(ProblemDetails.invalid(problems)));
    };
  }

  private static CompletionStage<HttpResponse> refused(
      int status, String type, String title, String detail) {
    return CompletableFuture.completedStage(Answers.problem(status, type, title, detail));
  }

  private HttpResponse history(String id) {
    if (!control.state().streams().containsKey(id)) {
      return Answers.unknownStream(id);
    }
    List<Object> samples = new ArrayList<>();
    telemetry
        .history(id)
        .ifPresent(steps -> steps.forEach(step -> samples.add(StatusJson.of(step))));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("step-seconds", History.STEP.toSeconds());
    result.put("samples", samples);
    return Answers.json(result);
  }

  private CompletionStage<HttpResponse> snapshot(String id) {
    return !control.state().streams().containsKey(id)
        ? CompletableFuture.completedStage(Answers.unknownStream(id))
        : snapshots.jpeg(id).thenApply(picture -> Answers.jpeg(picture, id));
  }
}
