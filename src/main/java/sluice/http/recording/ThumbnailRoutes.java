package sluice.http.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.config.settings.Right;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordingPicture;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;

/** The route of pictures of a recording. */
public final class ThumbnailRoutes {
  /** Pictures that are decoded at a time, and requests that run or wait. */
  private static final int THREADS = 2;

  private static final int MOST_CALLS = 64;

  private static final int LEAST_WIDTH = 32;
  private static final int MOST_WIDTH = 1_280;
  private static final int USUAL_WIDTH = 320;
  private static final Pattern WIDTH = Pattern.compile("[1-9][0-9]{1,3}");

  private final StoreCalls calls;

  /**
   * Routes; where there is no store they say so.
   *
   * @param store asked for each request
   */
  public ThumbnailRoutes(Supplier<Optional<RecordingPort>> store) {
    this.calls = new StoreCalls(store, BlockingCalls.threads(THREADS), MOST_CALLS);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            StoreRoutes.RECORDINGS + "/{id}/thumbnail.jpg",
            Operation.of(
                    Right.VIEW,
                    "getThumbnail",
                    "What a recording shows at a time: the key frame before it")
                .takesQuery("at", JsonSchema.TIME)
                .takesQuery("width", JsonSchema.INTEGER)
                .givesRaw(200, "the picture", "image/jpeg")
                .givesRaw(304, "it is what the client has", "")
                .fails(400, "the time is missing, or time or width can't be used")
                .fails(404, "nothing is recorded here, or of the stream at that time")
                .fails(503, "too many wait for the disk; Retry-After says when again"),
            this::thumbnail));
  }

  private CompletionStage<HttpResponse> thumbnail(ApiRequest call) {
    Instant at =
        TimeSpan.instant(call, "at")
            .orElseThrow(() -> refused("at must be a time in UTC, as in at=2026-11-28T14:00:00Z"));
    int width = call.query("width").map(ThumbnailRoutes::width).orElse(USUAL_WIDTH);
    return calls.call(port -> thumbnail(call, at, width, port));
  }

  private static int width(String text) {
    int width = WIDTH.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (width < LEAST_WIDTH || width > MOST_WIDTH) {
      throw refused("width must be from %d to %d".formatted(LEAST_WIDTH, MOST_WIDTH));
    }
    return width;
  }

  private static SluiceException refused(String detail) {
    return new SluiceException(ErrorCode.USAGE, detail);
  }

  private static HttpResponse thumbnail(
      ApiRequest call, Instant at, int width, RecordingPort port) {
    Optional<RecordingPicture> found = port.thumbnail(call.id(), at, width);
    if (found.isEmpty()) {
      return Responses.problem(
          404,
          "nothing-recorded",
          "Nothing is recorded then",
          "nothing is kept of stream %s at %s that can be shown; what is recorded now can be shown"
                  .formatted(call.id(), at)
              + " once its file is finished");
    }
    RecordingPicture picture = found.get();
    String tag = "\"t%d-%d-%d\"".formatted(picture.segment(), picture.at().toEpochMilli(), width);
    HttpResponse answer =
        SegmentFiles.isKnown(call, tag)
            ? HttpResponse.create().withStatus(304).withEntity(HttpEntities.EMPTY)
            : Responses.jpeg(picture.jpeg());
    // Not for long: it may be deleted.
    return answer.addHeaders(
        List.of(
            RawHeader.create("ETag", tag),
            RawHeader.create("Cache-Control", "private, max-age=60")));
  }
}
