package sluice.http.api;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.core.scene.SceneSettings;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.json.Naming;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamEntry;

/** The routes of streams' objects, lines and zones. */
public final class SceneRoutes {
  private static final String OBJECTS = StreamRoutes.ONE + "/objects";
  private static final String COUNTS = StreamRoutes.ONE + "/counts";

  private final ServiceControl control;
  private final ScenePort scenes;

  /**
   * Routes of the streams that a service is configured to run.
   *
   * @param control knows which streams, lines and zones there are
   * @param scenes what became of them
   */
  public SceneRoutes(ServiceControl control, ScenePort scenes) {
    this.control = control;
    this.scenes = scenes;
  }

  public List<Route> routes() {
    return List.of(
        Route.getNow(
            OBJECTS,
            Operation.of(
                    Right.VIEW,
                    "getObjects",
                    "Objects that a stream follows now, and the last hour's")
                .gives(200, "the objects", "Objects")
                .failsUnknownStream(),
            call -> known(call, settings -> objects(call.id()))),
        Route.get(
            OBJECTS + "/{number}/picture.jpg",
            Operation.of(Right.VIEW, "getObjectPicture", "The best picture of an object")
                .givesRaw(200, "the picture", "image/jpeg")
                .fails(404, "there is no such stream or object, or no picture of it is kept"),
            this::picture),
        Route.getNow(
            COUNTS,
            Operation.of(
                    Right.VIEW,
                    "getCounts",
                    "Crossings of a stream's lines, and who is in its zones")
                .gives(200, "the counts", "Counts")
                .failsUnknownStream(),
            call -> known(call, settings -> counts(call.id(), settings))),
        Route.post(
            COUNTS + "/reset",
            Operation.of(
                    Right.OPERATE,
                    "resetCounts",
                    "Begins to count crossings anew, of one line or of all")
                .takesQuery("line", JsonSchema.STRING)
                .gives(200, "the counts", "Counts")
                .fails(404, "there is no such stream or line"),
            Route.now(call -> known(call, settings -> reset(call, settings)))));
  }

  private HttpResponse known(ApiRequest call, Function<SceneSettings, HttpResponse> answer) {
    StreamEntry entry = control.state().streams().get(call.id());
    return entry == null
        ? Responses.unknownStream(call.id())
        : answer.apply(entry.config().scene());
  }

  private HttpResponse objects(String stream) {
    return Responses.json(SceneAnswers.Objects.of(stream, scenes.objects(stream)), Naming.SNAKE);
  }

  private HttpResponse counts(String stream, SceneSettings settings) {
    return Responses.json(
        SceneAnswers.Counts.of(settings, scenes.crossings(stream), scenes.occupancy(stream)),
        Naming.SNAKE);
  }

  private HttpResponse reset(ApiRequest call, SceneSettings settings) {
    Optional<String> line = call.query("line");
    if (line.isPresent() && !settings.lines().containsKey(line.get())) {
      return Responses.problem(
          404,
          "unknown-line",
          "No such line",
          "stream %s has no line of that name (expected: %s)"
              .formatted(
                  call.id(),
                  settings.lines().isEmpty()
                      ? "one of its lines; it has none"
                      : String.join(", ", settings.lines().keySet())));
    }
    scenes.reset(call.id(), line);
    return counts(call.id(), settings);
  }

  private CompletionStage<HttpResponse> picture(ApiRequest call) {
    String number = call.parameters().getOrDefault("number", "");
    if (!control.state().streams().containsKey(call.id())) {
      return CompletableFuture.completedStage(Responses.unknownStream(call.id()));
    }
    CompletionStage<Optional<byte[]>> found =
        number.matches("[1-9][0-9]{0,17}")
            ? scenes.picture(call.id(), Long.parseLong(number))
            : CompletableFuture.completedStage(Optional.empty());
    return found.thenApply(
        picture -> picture.map(Responses::jpeg).orElseGet(() -> withoutPicture(call.id(), number)));
  }

  private static HttpResponse withoutPicture(String stream, String number) {
    return Responses.problem(
        404,
        "no-object-picture",
        "No picture of such an object",
        "stream %s has no picture of an object %s: objects are kept for an hour, and have one where objects.pictures is on and there is room; see picture in %s/%s/objects"
            .formatted(stream, number, StreamRoutes.ALL, stream));
  }
}
