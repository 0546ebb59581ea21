package sluice.http.recording;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.config.settings.Right;
import sluice.core.recording.RecordedSegment;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.service.query.StreamDirectory;

/**
 * The route that lists the files of recordings, for players that put them together themselves, as
 * pages do by Media Source Extensions.
 */
public final class RecordedSegmentRoutes {
  /** Threads that may be blocked by the disk, and requests that may run or wait for one. */
  private static final int THREADS = 2;

  private static final int MOST_CALLS = 32;

  /** In one answer. */
  private static final int MOST_SEGMENTS = 200;

  private final StreamDirectory streams;
  private final InstantSource clock;
  private final StoreCalls calls;

  /**
   * The route; where there is no store it says so.
   *
   * @param store asked for each request
   * @param streams those that there are, recorded or not
   * @param clock says what time it is
   */
  public RecordedSegmentRoutes(
      Supplier<Optional<RecordingPort>> store, StreamDirectory streams, InstantSource clock) {
    this.calls = new StoreCalls(store, BlockingCalls.threads(THREADS), MOST_CALLS);
    this.streams = streams;
    this.clock = clock;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            StoreRoutes.RECORDINGS + "/{id}/segments",
            Operation.of(
                    Right.VIEW,
                    "listSegments",
                    "The files of a stream of which a part is within a time, and their runs")
                .takesQuery("from", JsonSchema.TIME)
                .takesQuery("to", JsonSchema.TIME)
                .gives(200, "the first 200 files", "RecordedSegments")
                .fails(400, "the time can't be used")
                .fails(404, "nothing is recorded here, or there is no such stream")
                .fails(503, "too many wait for the disk; Retry-After says when again"),
            calls.handler(this::segments)));
  }

  private HttpResponse segments(ApiRequest call, RecordingPort port) {
    TimeSpan time = TimeSpan.of(call, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    List<RecordedSegment> found =
        new ArrayList<>(port.segments(call.id(), time.from(), time.to(), MOST_SEGMENTS + 1));
    if (found.isEmpty() && !RecordingRoutes.isThere(call.id(), streams, port)) {
      return Responses.unknownStream(call.id());
    }
    Optional<Instant> next =
        found.size() > MOST_SEGMENTS
            ? Optional.of(found.removeLast().startsAt())
            : Optional.empty();
    List<RecordingAnswers.Run> runs =
        found.stream()
            .map(RecordedSegment::run)
            .distinct()
            .flatMap(run -> port.run(run).stream())
            .map(RecordingAnswers.Run::of)
            .toList();
    return Responses.json(
        new RecordingAnswers.Segments(
            call.id(),
            time.from(),
            time.to(),
            found.stream().map(RecordingAnswers.Segment::of).toList(),
            runs,
            next));
  }
}
