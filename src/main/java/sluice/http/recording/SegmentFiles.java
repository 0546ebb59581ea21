package sluice.http.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingExport;
import sluice.core.recording.TimePatch;
import sluice.core.util.FileFailure;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Responses;

/**
 * Answers with the bytes of recordings, which never change. A file is read piece by piece, when the
 * client takes them. Looking at a file blocks. Thread-safe.
 */
final class SegmentFiles {
  private static final ContentType MP4 = ContentTypes.create(MediaTypes.VIDEO_MP4);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Executor threads;

  /**
   * Answers.
   *
   * @param threads read files
   */
  SegmentFiles(Executor threads) {
    this.threads = threads;
  }

  /** The initialisation of a run's files. */
  static HttpResponse init(ApiRequest call, RecordedRun run, byte[] bytes) {
    String tag = "\"r%d-%d\"".formatted(run.id(), run.beganAt().toEpochMilli());
    if (isKnown(call, tag)) {
      return unchanged(tag);
    }
    return HttpResponse.create().withEntity(HttpEntities.create(MP4, bytes)).addHeaders(kept(tag));
  }

  /**
   * A file, or a range of it.
   *
   * @param whole whether with its initialisation, to be saved and played by itself; else what comes
   *     after that
   * @param times that are told otherwise than in the file; empty for as it is
   * @throws SluiceException with {@link ErrorCode#INPUT} where it can't be looked at
   */
  HttpResponse segment(
      ApiRequest call,
      RecordedSegment segment,
      Path file,
      boolean whole,
      Optional<List<TimePatch>> times) {
    if (!isThere(file, segment.bytes(), "segment " + segment.id())) {
      return gone(segment);
    }
    String tag =
        "\"s%d-%d-%d%s%s\""
            .formatted(
                segment.id(),
                segment.startsAt().toEpochMilli(),
                segment.bytes(),
                whole ? "w" : "",
                times.isPresent() ? "c" : "");
    if (isKnown(call, tag)) {
      return unchanged(tag);
    }
    int offset = whole ? 0 : segment.initBytes();
    long length = segment.bytes() - offset;
    HttpResponse answer = HttpResponse.create().addHeaders(kept(tag));
    return ranged(
        call,
        tag,
        whole ? answer.addHeader(saved(segment.stream(), segment.startsAt())) : answer,
        new Content(file, offset, length, times.orElse(List.of())));
  }

  /**
   * A part of an export, or a range of it, to be saved.
   *
   * @throws SluiceException with {@link ErrorCode#INPUT} where it can't be looked at
   */
  HttpResponse part(ApiRequest call, RecordingExport export, ExportPart part, Path file) {
    if (!isThere(
        file, part.bytes(), "part %d of export %d".formatted(part.number(), export.number()))) {
      return Responses.problem(
          404,
          "export-gone",
          "The file is gone",
          "export %d was deleted".formatted(export.number()));
    }
    String tag = "\"e%d-%d\"".formatted(export.number(), part.number());
    HttpResponse answer =
        HttpResponse.create()
            .addHeader(RawHeader.create("ETag", tag))
            .addHeader(saved(export.stream(), part.from()));
    return isKnown(call, tag)
        ? answer.withStatus(304).withEntity(HttpEntities.EMPTY)
        : ranged(call, tag, answer, new Content(file, 0, part.bytes(), List.of()));
  }

  private static HttpHeader saved(String stream, Instant from) {
    return RawHeader.create(
        "Content-Disposition",
        "attachment; filename=\"%s-%s.mp4\"".formatted(stream, STAMP.format(from)));
  }

  /**
   * What of a file is given.
   *
   * @param times that are told otherwise than in the file
   */
  private record Content(Path file, long offset, long length, List<TimePatch> times) {}

  private HttpResponse ranged(ApiRequest call, String tag, HttpResponse plain, Content content) {
    HttpResponse answer = plain.addHeader(RawHeader.create("Accept-Ranges", "bytes"));
    long length = content.length();
    return switch (ByteRange.choose(range(call, tag), length)) {
      case ByteRange.Choice.Whole() -> answer.withEntity(entity(content, ByteRange.all(length)));
      case ByteRange.Choice.Part(ByteRange range) ->
          answer
              .withStatus(206)
              .addHeader(
                  RawHeader.create(
                      "Content-Range",
                      "bytes %d-%d/%d".formatted(range.first(), range.last(), length)))
              .withEntity(entity(content, range));
      case ByteRange.Choice.Unsatisfiable() ->
          Responses.problem(
                  416,
                  "no-such-range",
                  "No such range",
                  "there are %d bytes, from 0 on".formatted(length))
              .addHeader(RawHeader.create("Content-Range", "bytes */" + length));
    };
  }

  /** A file that was cut is none: what the index says of it doesn't hold. */
  private static boolean isThere(Path file, long bytes, String what) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile() && found.size() >= bytes;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          "the file of %s can't be read: %s".formatted(what, FileFailure.reason(e)),
          e);
    }
  }

  /** Deleted meanwhile, since it was old, or room was needed. */
  private static HttpResponse gone(RecordedSegment segment) {
    return Responses.problem(
        404,
        "segment-gone",
        "The file is gone",
        "segment %d of stream %s was deleted".formatted(segment.id(), segment.stream()));
  }

  /** A range that is only wanted of what the client has a part of already ({@code If-Range}). */
  private static Optional<String> range(ApiRequest call, String tag) {
    boolean wanted = call.header("If-Range").map(tag::equals).orElse(true);
    return wanted ? call.header("Range") : Optional.empty();
  }

  /** Whether a client has what has a tag. */
  static boolean isKnown(ApiRequest call, String tag) {
    return Stream.of(call.header("If-None-Match").orElse("").split(","))
        .map(String::strip)
        .anyMatch(each -> each.equals(tag) || each.equals("W/" + tag) || each.equals("*"));
  }

  private static HttpResponse unchanged(String tag) {
    return HttpResponse.create()
        .withStatus(304)
        .withEntity(HttpEntities.EMPTY)
        .addHeaders(kept(tag));
  }

  private static List<HttpHeader> kept(String tag) {
    return List.of(
        RawHeader.create("ETag", tag),
        RawHeader.create("Cache-Control", "private, max-age=31536000, immutable"));
  }

  private ResponseEntity entity(Content content, ByteRange range) {
    return range.length() == 0
        ? HttpEntities.create(MP4, new byte[0])
        : HttpEntities.create(
            MP4,
            range.length(),
            FileBytes.of(
                content.file(), range.shifted(content.offset()), content.times(), threads));
  }
}
