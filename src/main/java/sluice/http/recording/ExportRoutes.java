package sluice.http.recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.Right;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.ExportState;
import sluice.core.recording.RecordingExport;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.BadBodyException;
import sluice.http.routing.JsonBody;
import sluice.http.routing.Operation;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;
import sluice.service.query.StreamDirectory;

/** The routes of exports: to ask for one, see how far it is, download and delete it. */
public final class ExportRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);

  private static final String ALL = StoreRoutes.EXPORTS;
  private static final String ONE = ALL + "/{number}";

  /** Threads that may be blocked by the disk, and requests that may run or wait for one. */
  private static final int THREADS = 2;

  private static final int MOST_CALLS = 32;

  private static final String RETRY_SECONDS = "30";
  private static final Set<String> MEMBERS = Set.of("from", "to");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private static final String NO_STORE = "nothing is recorded here";
  private static final String UNKNOWN = NO_STORE + ", or there is no such export";
  private static final String BUSY = "too many wait for the disk; Retry-After says when again";

  private final StreamDirectory streams;
  private final StoreCalls calls;
  private final SegmentFiles files;

  /**
   * Routes; where there is no store they say so.
   *
   * @param store asked for each request
   * @param streams those that there are, recorded or not
   */
  public ExportRoutes(Supplier<Optional<RecordingPort>> store, StreamDirectory streams) {
    this.streams = streams;
    Executor threads = BlockingCalls.threads(THREADS);
    this.calls = new StoreCalls(store, threads, MOST_CALLS);
    this.files = new SegmentFiles(threads);
  }

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.post(
            StoreRoutes.RECORDINGS + "/{id}/exports",
            Operation.of(
                    Right.OPERATE, "exportRecording", "Makes ordinary files of what was recorded")
                .takes("ExportRequest")
                .gives(202, "it is made as soon as those before it are", "Export")
                .fails(400, "the time can't be used, or is too long")
                .fails(404, NO_STORE + ", nothing within that time, or there is no such stream")
                .fails(409, "there are as many exports as may be")
                .fails(503, "too many exports wait, or too many requests for the disk")
                .fails(507, "the disk has too little room"),
            calls.handler(this::begin)),
        Route.get(
            ALL,
            Operation.of(Right.VIEW, "listExports", "All exports, the newest first")
                .gives(200, "the exports", "Exports")
                .fails(404, NO_STORE)
                .fails(503, BUSY),
            calls.handler(
                (call, port) ->
                    Responses.json(
                        port.exports().all().stream().map(ExportAnswers.Export::of).toList()))),
        Route.get(
            ONE,
            Operation.of(Right.VIEW, "getExport", "An export, and how far it is")
                .gives(200, "the export", "Export")
                .fails(404, UNKNOWN)
                .fails(503, BUSY),
            ofExport((call, export, port) -> Responses.json(ExportAnswers.Export.of(export)))),
        Route.get(
            ONE + "/{part}.mp4",
            Operation.of(Right.VIEW, "getExportPart", "A file of an export, to be saved")
                .givesRaw(200, "its bytes", "video/mp4")
                .givesRaw(206, "the bytes of the range that was asked for", "video/mp4")
                .givesRaw(304, "they are what the client has", "")
                .fails(404, UNKNOWN + ", or it has no such part")
                .fails(409, "the export isn't done yet")
                .fails(416, "there are fewer bytes; Content-Range says how many")
                .fails(503, BUSY),
            ofExport(this::part)),
        new Route(
            "DELETE",
            ONE,
            Operation.of(Right.OPERATE, "deleteExport", "Deletes an export, or gives it up")
                .givesRaw(204, "it is gone", "")
                .fails(404, UNKNOWN)
                .fails(503, BUSY),
            ofExport(ExportRoutes::delete)));
  }

  /** Answers a request about an export; may block. */
  private interface ExportHandler {
    HttpResponse answer(ApiRequest call, RecordingExport export, ExportPort port);
  }

  /** A handler that blocks, where there is such an export. */
  private Route.Handler ofExport(ExportHandler handler) {
    return calls.handler(
        (call, port) ->
            number(call, "number")
                .flatMap(port.exports()::find)
                .map(export -> handler.answer(call, export, port.exports()))
                .orElseGet(() -> unknown(call)));
  }

  private static Optional<Long> number(ApiRequest call, String name) {
    String text = call.parameters().getOrDefault(name, "");
    return NUMBER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static HttpResponse unknown(ApiRequest call) {
    return Responses.problem(
        404,
        "unknown-export",
        "No such export",
        "there is no export %s; they are deleted after a day"
            .formatted(call.parameters().getOrDefault("number", "")));
  }

  private HttpResponse begin(ApiRequest call, RecordingPort port) {
    Map<String, Optional<String>> body = JsonBody.texts(call.body());
    if (!MEMBERS.containsAll(body.keySet())) {
      throw new BadBodyException(
          "expected: {\"from\": \"2026-11-28T14:00:00Z\", \"to\": \"2026-11-28T15:00:00Z\"}");
    }
    TimeSpan time =
        TimeSpan.between(
            body.getOrDefault("from", Optional.empty()), body.getOrDefault("to", Optional.empty()));
    return switch (port.exports().begin(call.id(), time.from(), time.to())) {
      case ExportAnswer.Taken(RecordingExport export) -> {
        LOG.info(
            "export {}: stream {} from {} to {}",
            export.number(),
            call.id(),
            time.from(),
            time.to());
        yield Responses.json(202, ExportAnswers.Export.of(export))
            .addHeader(RawHeader.create("Location", ALL + "/" + export.number()));
      }
      case ExportAnswer.Refused refused -> refused(call, refused, port);
    };
  }

  private HttpResponse refused(ApiRequest call, ExportAnswer.Refused refused, RecordingPort port) {
    String detail = refused.detail();
    return switch (refused.cause()) {
      case NOTHING ->
          RecordingRoutes.isThere(call.id(), streams, port)
              ? Responses.problem(404, "nothing-recorded", "Nothing is recorded then", detail)
              : Responses.unknownStream(call.id());
      case TOO_LARGE ->
          Responses.problem(400, "export-too-large", "The export is too large", detail);
      case TOO_MANY ->
          Responses.problem(409, "too-many-exports", "There are too many exports", detail);
      case BUSY ->
          Responses.problem(503, "exports-busy", "Too many exports wait", detail)
              .addHeader(RawHeader.create("Retry-After", RETRY_SECONDS));
      case NO_ROOM ->
          Responses.problem(507, "no-room", "There is too little room on the disk", detail);
    };
  }

  private HttpResponse part(ApiRequest call, RecordingExport export, ExportPort port) {
    if (export.state() != ExportState.DONE) {
      return Responses.problem(
          409,
          "export-not-done",
          "The export isn't done",
          "export %d is %s".formatted(export.number(), export.state().wireName()));
    }
    Optional<Long> number = number(call, "part");
    for (ExportPart part : export.parts()) {
      if (number.filter(each -> each == part.number()).isPresent()) {
        return files.part(call, export, part, port.file(export, part));
      }
    }
    return Responses.problem(
        404,
        "unknown-part",
        "No such part",
        "export %d has parts 1 to %d".formatted(export.number(), export.parts().size()));
  }

  private static HttpResponse delete(ApiRequest call, RecordingExport export, ExportPort port) {
    return port.delete(export.number()) ? Responses.noContent() : unknown(call);
  }
}
