package sluice.http.recording;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.Right;
import sluice.core.recording.DeletedSpan;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.service.query.StreamDirectory;

/** The route that deletes a span of a recording. */
public final class RecordingDeletionRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingDeletionRoutes.class);

  /** One deletes at a time; so many requests run or wait. */
  private static final int THREADS = 1;

  private static final int MOST_CALLS = 4;

  /** A deletion ends by itself before, and says that there is more. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StreamDirectory streams;
  private final StoreCalls calls;

  /**
   * Routes; where there is no store they say so.
   *
   * @param store asked for each request
   * @param streams those that there are, recorded or not
   */
  public RecordingDeletionRoutes(Supplier<Optional<RecordingPort>> store, StreamDirectory streams) {
    this.calls = new StoreCalls(store, BlockingCalls.threads(THREADS), MOST_CALLS);
    this.streams = streams;
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        new Route(
                "DELETE",
                StoreRoutes.RECORDINGS + "/{id}",
                Operation.of(
                        Right.ADMIN,
                        "deleteRecording",
                        "Deletes what is recorded of a stream within a time, but for locked events")
                    .takesQuery("from", JsonSchema.TIME)
                    .takesQuery("to", JsonSchema.TIME)
                    .gives(200, "what was deleted, and what was kept", "DeletedRecording")
                    .fails(400, "from or to is missing, or can't be used")
                    .fails(404, "nothing is recorded here, or there is no such stream")
                    .fails(503, "too many wait for the disk; Retry-After says when again"),
                this::delete)
            .withPatience(PATIENCE));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest call) {
    TimeSpan time = TimeSpan.named(call);
    return calls.call(port -> delete(call.id(), time, port));
  }

  private HttpResponse delete(String stream, TimeSpan time, RecordingPort port) {
    boolean isThere = RecordingRoutes.isThere(stream, streams, port);
    DeletedSpan deleted = port.delete(stream, time.from(), time.to());
    if (!isThere && deleted.files() + deleted.events() + deleted.lockedEvents() == 0) {
      return Responses.unknownStream(stream);
    }
    LOG.info(
        "stream {}: what was recorded from {} to {} was deleted: {} files, {} bytes, {} events; {}"
            + " locked events stayed{}",
        stream,
        time.from(),
        time.to(),
        deleted.files(),
        deleted.bytes(),
        deleted.events(),
        deleted.lockedEvents(),
        deleted.complete() ? "" : "; there is more");
    return Responses.json(DeletedRecording.of(stream, time, deleted));
  }
}
