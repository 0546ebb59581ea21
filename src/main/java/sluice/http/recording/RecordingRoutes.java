package sluice.http.recording;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import sluice.config.settings.Right;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedTimeline;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.json.JsonSchema;
import sluice.service.query.StreamDirectory;

/** The routes of recordings: what there is, and the files, for players. None changes anything. */
public final class RecordingRoutes {
  private static final String ALL = StoreRoutes.RECORDINGS;
  private static final String ONE = ALL + "/{id}";

  /** As many as the index reads with at a time. */
  private static final int THREADS = 4;

  /** Requests that may wait for the disk. */
  private static final int MOST_CALLS = 32;

  private static final int USUAL_STEPS = 1_000;
  private static final int MOST_STEPS = 5_000;
  private static final Duration LONGEST_PLAYLIST = Duration.ofHours(24);
  private static final int MOST_SEGMENTS = 10_000;

  private static final String PLAYLIST_TYPE = "application/vnd.apple.mpegurl";
  private static final ContentType.WithFixedCharset PLAYLIST =
      ContentTypes.create(
          MediaTypes.applicationWithFixedCharset("vnd.apple.mpegurl", HttpCharsets.UTF_8));
  private static final String VIDEO = "video/mp4";
  private static final String NO_STORE = "nothing is recorded here";
  private static final String BUSY = "too many wait for the disk; Retry-After says when again";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
  private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

  private final StreamDirectory streams;
  private final InstantSource clock;
  private final StoreCalls calls;
  private final SegmentFiles files;

  /**
   * Routes; where there is no store they say so.
   *
   * @param store asked for each request
   * @param streams those that there are, recorded or not
   * @param clock says what time it is
   */
  public RecordingRoutes(
      Supplier<Optional<RecordingPort>> store, StreamDirectory streams, InstantSource clock) {
    this.streams = streams;
    this.clock = clock;
    Executor threads = BlockingCalls.threads(THREADS);
    this.calls = new StoreCalls(store, threads, MOST_CALLS);
    this.files = new SegmentFiles(threads);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.get(
            ALL,
            Operation.of(Right.VIEW, "listRecordings", "What is kept of each stream")
                .gives(200, "the recordings", "Recordings")
                .fails(404, NO_STORE)
                .fails(503, BUSY),
            calls.handler((call, port) -> list(port))),
        Route.get(
            ONE + "/timeline",
            Operation.of(Right.VIEW, "getTimeline", "What of a stream is recorded within a time")
                .takesQuery("from", JsonSchema.TIME)
                .takesQuery("to", JsonSchema.TIME)
                .takesQuery("step", JsonSchema.NUMBER)
                .gives(200, "the spans that are recorded", "Timeline")
                .fails(400, "the time or the step can't be used")
                .fails(404, NO_STORE + ", or there is no such stream")
                .fails(503, BUSY),
            calls.handler(this::timeline)),
        Route.get(
            ONE + "/index.m3u8",
            Operation.of(
                    Right.VIEW,
                    "getPlaylist",
                    "A playlist of what is recorded within a time, for HLS")
                .takesQuery("from", JsonSchema.TIME)
                .takesQuery("to", JsonSchema.TIME)
                .givesRaw(200, "the playlist", PLAYLIST_TYPE)
                .fails(400, "the time can't be used, or is too long")
                .fails(404, NO_STORE + ", nothing within that time, or there is no such stream")
                .fails(503, BUSY),
            calls.handler(this::playlist)),
        Route.get(
            ONE + "/runs/{run}/init.mp4",
            Operation.of(
                    Right.VIEW,
                    "getInitialisation",
                    "What players take before the segments of a run")
                .givesRaw(200, "the initialisation", VIDEO)
                .givesRaw(304, "it is what the client has", "")
                .fails(404, NO_STORE + ", or the stream has no such run")
                .fails(503, BUSY),
            calls.handler(this::init)),
        Route.get(
            ONE + "/segments/{segment}.mp4",
            Operation.of(
                    Right.VIEW,
                    "getSegment",
                    "A file without its initialisation, for players; or whole, to be saved")
                .takesQuery("whole", JsonSchema.BOOLEAN)
                .takesQuery("clock", JsonSchema.BOOLEAN)
                .givesRaw(200, "its bytes", VIDEO)
                .givesRaw(206, "the bytes of the range that was asked for", VIDEO)
                .givesRaw(304, "they are what the client has", "")
                .fails(400, "whole or clock is neither true nor false")
                .fails(404, NO_STORE + ", the stream has no such segment, or it was deleted")
                .fails(416, "there are fewer bytes; Content-Range says how many")
                .fails(503, BUSY),
            calls.handler(this::segment)));
  }

  private static HttpResponse list(RecordingPort port) {
    return Responses.jsonList(
        port.streams(), kept -> Optional.of(RecordingAnswers.Recording.of(kept)));
  }

  private TimeSpan time(ApiRequest call) {
    return TimeSpan.of(call, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private HttpResponse timeline(ApiRequest call, RecordingPort port) {
    TimeSpan time = time(call);
    Duration step = time.step(call, USUAL_STEPS, MOST_STEPS);
    RecordedTimeline found = port.timeline(call.id(), time.from(), time.to(), step);
    return found.all().isEmpty() && !isThere(call.id(), streams, port)
        ? Responses.unknownStream(call.id())
        : Responses.json(RecordingAnswers.Timeline.of(call.id(), time, step, found));
  }

  private HttpResponse playlist(ApiRequest call, RecordingPort port) {
    TimeSpan time = time(call);
    if (time.length().compareTo(LONGEST_PLAYLIST) > 0) {
      throw tooLong("from and to are %d h apart".formatted(time.length().toHours()));
    }
    List<RecordedSegment> segments =
        port.segments(call.id(), time.from(), time.to(), MOST_SEGMENTS + 1);
    if (segments.size() > MOST_SEGMENTS) {
      throw tooLong("there are more segments between from and to");
    }
    if (segments.isEmpty()) {
      return isThere(call.id(), streams, port)
          ? nothing(call.id(), time)
          : Responses.unknownStream(call.id());
    }
    return HttpResponse.create().withEntity(HttpEntities.create(PLAYLIST, Playlist.of(segments)));
  }

  private static SluiceException tooLong(String found) {
    return new SluiceException(
        ErrorCode.USAGE,
        "%s (expected: at most %d h, and %d segments, in a playlist)"
            .formatted(found, LONGEST_PLAYLIST.toHours(), MOST_SEGMENTS));
  }

  private static HttpResponse nothing(String stream, TimeSpan time) {
    return Responses.problem(
        404,
        "nothing-recorded",
        "Nothing is recorded then",
        "nothing is kept of stream %s between %s and %s; %s/%s/timeline says of when"
            .formatted(stream, time.from(), time.to(), ALL, stream));
  }

  /** Recordings outlive their streams. */
  static boolean isThere(String stream, StreamDirectory streams, RecordingPort port) {
    return streams.has(stream)
        || port.streams().stream().anyMatch(kept -> kept.stream().equals(stream));
  }

  private HttpResponse init(ApiRequest call, RecordingPort port) {
    Optional<RecordedRun> run =
        number(call, "run").flatMap(port::run).filter(each -> each.stream().equals(call.id()));
    return run.flatMap(each -> port.init(each).map(bytes -> SegmentFiles.init(call, each, bytes)))
        .orElseGet(() -> unknown(call, "run"));
  }

  private HttpResponse segment(ApiRequest call, RecordingPort port) {
    boolean whole = flag(call, "whole");
    boolean clock = flag(call, "clock");
    return number(call, "segment")
        .flatMap(port::segment)
        .filter(each -> each.stream().equals(call.id()))
        .map(
            each ->
                files.segment(
                    call,
                    each,
                    port.file(each),
                    whole,
                    clock
                        ? port.run(each.run()).map(run -> port.clockTimes(each, run))
                        : Optional.empty()))
        .orElseGet(() -> unknown(call, "segment"));
  }

  private static boolean flag(ApiRequest call, String name) {
    return Optional.ofNullable(FLAGS.get(call.query(name).orElse("false")))
        .orElseThrow(() -> new SluiceException(ErrorCode.USAGE, name + " must be true or false"));
  }

  private static Optional<Long> number(ApiRequest call, String name) {
    String text = call.parameters().getOrDefault(name, "");
    return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static HttpResponse unknown(ApiRequest call, String what) {
    return Responses.problem(
        404,
        "unknown-" + what,
        "No such " + what,
        "nothing is kept of stream %s as %s %s; it may have been deleted"
            .formatted(call.id(), what, call.parameters().getOrDefault(what, "")));
  }
}
