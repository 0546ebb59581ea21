package sluice.http.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.Right;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StatusValues;
import sluice.service.query.StreamDirectory;
import sluice.telemetry.History;
import sluice.telemetry.Telemetry;

/** The routes that read streams: settings and status, history, snapshot. */
public final class StreamViews {
  /** The longest that a snapshot may take: some seconds are for drawing. */
  public static final Duration SNAPSHOT_PATIENCE = SnapshotPort.LONGEST_WAIT.plusSeconds(5);

  private final StreamDirectory directory;
  private final StatusValues statuses;
  private final SnapshotPort snapshots;
  private final Telemetry telemetry;

  public StreamViews(
      StreamDirectory directory,
      StatusValues statuses,
      SnapshotPort snapshots,
      Telemetry telemetry) {
    this.directory = directory;
    this.statuses = statuses;
    this.snapshots = snapshots;
    this.telemetry = telemetry;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            StreamRoutes.ALL,
            Operation.of(Right.VIEW, "listStreams", "All streams: settings and status")
                .gives(200, "the streams", "Streams"),
            call -> list()),
        Route.get(
            StreamRoutes.ONE,
            Operation.of(Right.VIEW, "getStream", "A stream: settings and status")
                .gives(200, "the stream", "Stream")
                .failsUnknownStream(),
            call -> one(call.id())),
        Route.getNow(
            StreamRoutes.ONE + "/history",
            Operation.of(Right.VIEW, "getHistory", "The last hour of a stream, oldest step first")
                .gives(200, "the steps", "History")
                .failsUnknownStream(),
            call -> history(call.id())),
        Route.get(
                StreamRoutes.ONE + "/snapshot.jpg",
                Operation.of(Right.VIEW, "getSnapshot", "The newest picture of a stream")
                    .givesRaw(200, "the picture", "image/jpeg")
                    .fails(
                        503,
                        "no picture came in time, and Retry-After says when one should have; the"
                            + " stream doesn't run; or too many ask at once")
                    .failsUnknownStream(),
                call -> snapshot(call.id()))
            .withPatience(SNAPSHOT_PATIENCE));
  }

  private CompletionStage<HttpResponse> list() {
    return statuses
        .all()
        .thenApply(
            byId ->
                Responses.jsonList(
                    List.copyOf(directory.ids()),
                    id -> directory.settings(id).map(settings -> json(settings, byId.get(id)))));
  }

  /** A stream, or that there is none. */
  public CompletionStage<HttpResponse> one(String id) {
    return directory
        .settings(id)
        .map(settings -> shown(id, settings, 200))
        .orElseGet(() -> CompletableFuture.completedStage(Responses.unknownStream(id)));
  }

  /** A stream with its status, as an answer of that code. */
  CompletionStage<HttpResponse> shown(String id, Map<String, Object> settings, int code) {
    return statuses
        .one(id)
        .thenApply(found -> Responses.json(code, json(settings, found.orElse(null))));
  }

  private static Map<String, Object> json(Map<String, Object> settings, @Nullable Object status) {
    Map<String, Object> result = new LinkedHashMap<>(settings);
    if (status != null) {
      result.put("status", status);
    }
    return result;
  }

  private HttpResponse history(String id) {
    if (!directory.has(id)) {
      return Responses.unknownStream(id);
    }
    return Responses.json(new History.Report(telemetry.history(id).orElse(List.of())));
  }

  private CompletionStage<HttpResponse> snapshot(String id) {
    return !directory.has(id)
        ? CompletableFuture.completedStage(Responses.unknownStream(id))
        : snapshots.jpeg(id).thenApply(found -> answer(found, id));
  }

  private static HttpResponse answer(Snapshot found, String id) {
    return switch (found) {
      case Snapshot.Drawn(byte[] jpeg) -> Responses.jpeg(jpeg);
      case Snapshot.Late(Duration within, Duration again) -> {
        long seconds = Math.max(1, again.plusMillis(999).toSeconds());
        String detail =
            "no frame of stream %s came within %d s; ask again in %d s"
                .formatted(id, within.toSeconds(), seconds);
        yield noPicture(detail, seconds);
      }
      case Snapshot.None _ -> noPicture("stream " + id + " doesn't run; see its state", 1);
    };
  }

  private static HttpResponse noPicture(String detail, long retryAfter) {
    return Responses.problem(503, "no-picture", "No picture", detail)
        .addHeader(RawHeader.create("Retry-After", Long.toString(retryAfter)));
  }
}
