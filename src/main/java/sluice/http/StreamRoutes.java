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
import sluice.config.StreamJson;
import sluice.service.StreamManager;
import sluice.service.StreamStatus;

/** Streams: their settings and status, changes, the last hour, a picture. */
final class StreamRoutes {
  /** Members that only answers have; what a client sends back of them is passed over. */
  static final Set<String> READ_ONLY = Set.of("status", "file");

  private static final String ALL = "/api/v1/streams";
  private static final String ONE = ALL + "/{id}";

  private final Actors actors;
  private final StreamStore store;
  private final Snapshots snapshots;
  private final Telemetry telemetry;

  StreamRoutes(Actors actors, HttpPorts ports, Telemetry telemetry) {
    this.actors = actors;
    this.store = ports.streams();
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
            call -> change(call, 201, store::create)),
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
            call -> change(call, 200, json -> store.replace(call.id(), json))),
        new Route(
            "PATCH",
            ONE,
            changing("patchStream", "Changes some settings (RFC 7396): null is back to the default")
                .takes("StreamPatch")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> change(call, 200, json -> store.patch(call.id(), json))),
        new Route(
            "DELETE",
            ONE,
            Operation.of("deleteStream", "Ends a stream and forgets it")
                .givesRaw(204, "it is gone", "")
                .fails(409, "the stream belongs to the configuration's file")
                .failsUnknownStream(),
            call ->
                store.remove(call.id()).thenCompose(outcome -> answer(call.id(), outcome, 204))),
        Route.post(
            ONE + "/restart",
            acting("restartStream", "Begins a stream anew"),
            call -> restart(call.id())),
        Route.post(
            ONE + "/pause",
            acting("pauseStream", "Lets a stream rest until it is resumed, across restarts"),
            call -> store.pause(call.id()).thenCompose(outcome -> answer(call.id(), outcome, 200))),
        Route.post(
            ONE + "/resume",
            acting("resumeStream", "Lets a stream go on"),
            call ->
                store.resume(call.id()).thenCompose(outcome -> answer(call.id(), outcome, 200))),
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
        .fails(422, "settings can't be used; problems says which and why");
  }

  private static Operation acting(String id, String summary) {
    return Operation.of(id, summary)
        .gives(200, "the stream; its status follows in its own time", "Stream")
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
              store
                  .list()
                  .forEach(stream -> result.add(json(stream, byId.get(stream.config().id()))));
              return Answers.json(result);
            });
  }

  private CompletionStage<HttpResponse> one(String id) {
    Optional<StreamStore.Stored> stored = store.find(id);
    if (stored.isEmpty()) {
      return CompletableFuture.completedStage(Answers.unknownStream(id));
    }
    return shown(stored.get(), 200);
  }

  private CompletionStage<HttpResponse> shown(StreamStore.Stored stored, int status) {
    String id = stored.config().id();
    return actors.stream(id)
        .thenApply(found -> Answers.json(status, json(stored, found.orElse(null))))
        .thenApply(
            response ->
                status == 201
                    ? response.addHeader(RawHeader.create("Location", ALL + "/" + id))
                    : response);
  }

  /** Settings as they can be sent back, and what is known besides. */
  private static Map<String, Object> json(
      StreamStore.Stored stored, @Nullable StreamStatus status) {
    Map<String, Object> result = new LinkedHashMap<>(StreamJson.asMap(stored.config(), false));
    stored.file().ifPresent(file -> result.put("file", file));
    if (status != null) {
      result.put("status", StatusJson.of(status));
    }
    return result;
  }

  private CompletionStage<HttpResponse> change(
      Call call, int success, Function<String, CompletionStage<StreamStore.Outcome>> work) {
    String json = JsonBody.without(call.body(), READ_ONLY);
    return work.apply(json).thenCompose(outcome -> answer(call.id(), outcome, success));
  }

  private CompletionStage<HttpResponse> answer(
      String id, StreamStore.Outcome outcome, int success) {
    return switch (outcome) {
      case StreamStore.Outcome.Done(StreamStore.Stored stream) ->
          success == 204
              ? CompletableFuture.completedStage(Answers.noContent())
              : shown(stream, success);
      case StreamStore.Outcome.Unknown unknown ->
          CompletableFuture.completedStage(Answers.unknownStream(id));
      case StreamStore.Outcome.Exists(String other) ->
          refused(
              "stream-exists",
              "There is such a stream",
              "there is a stream "
                  + other
                  + " already; change it with PUT or PATCH, or choose another id");
      case StreamStore.Outcome.OfFile(String where) ->
          refused(
              "stream-of-file",
              "The stream belongs to the configuration's file",
              "it is set in " + where + "; change it there and reload the configuration");
      case StreamStore.Outcome.Full(int most) ->
          refused(
              "too-many-streams",
              "No more streams",
              "there are " + most + " streams of the API (sluice.http.limits.max-streams)");
      case StreamStore.Outcome.Invalid invalid ->
          CompletableFuture.completedStage(
              Answers.problem(ProblemDetails.invalid(invalid.problems())));
    };
  }

  private static CompletionStage<HttpResponse> refused(String type, String title, String detail) {
    return CompletableFuture.completedStage(Answers.problem(409, type, title, detail));
  }

  private CompletionStage<HttpResponse> restart(String id) {
    return actors
        .restart(id)
        .thenCompose(
            answer ->
                answer == StreamManager.Answer.ACCEPTED
                    ? one(id)
                    : CompletableFuture.completedStage(Answers.unknownStream(id)));
  }

  private HttpResponse history(String id) {
    if (store.find(id).isEmpty()) {
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
    return store.find(id).isEmpty()
        ? CompletableFuture.completedStage(Answers.unknownStream(id))
        : snapshots.jpeg(id).thenApply(picture -> Answers.jpeg(picture, id));
  }
}
