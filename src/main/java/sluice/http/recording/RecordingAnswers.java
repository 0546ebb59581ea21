package sluice.http.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.StreamRecording;
import sluice.json.JsonField;

/** The answers about recordings, and the very JSON that the API gives. */
public final class RecordingAnswers {
  private RecordingAnswers() {}

  /** What is kept of a stream. */
  public record Recording(
      @JsonField(description = "the stream's id; it may be gone") String stream,
      @JsonField(description = "files") long segments,
      @JsonField(description = "what they take on the disk, in bytes") long bytes,
      @JsonField(description = "when the first of them begins") Instant oldest,
      @JsonField(description = "when the last of them ends") Instant newest) {

    static Recording of(StreamRecording kept) {
      return new Recording(
          kept.stream(), kept.segments(), kept.bytes(), kept.oldest(), kept.newest());
    }
  }

  /** What of a stream is recorded within a time. */
  public record Timeline(
      @JsonField(description = "the stream's id") String stream,
      @JsonField(description = "begin of the time") Instant from,
      @JsonField(description = "its end") Instant to,
      @JsonField(description = "gaps that are shorter than this are not shown") Duration step,
      @JsonField(description = "what is recorded, in order") List<Span> spans,
      @JsonField(description = "what of it has motion, or belongs to events")
          List<Span> motionSpans,
      @JsonField(description = "what of it belongs to events") List<Span> eventSpans,
      @JsonField(description = "what of it belongs to locked events") List<Span> lockedSpans) {

    static Timeline of(String stream, TimeSpan time, Duration step, RecordedTimeline found) {
      return new Timeline(
          stream,
          time.from(),
          time.to(),
          step,
          spans(found.all()),
          spans(found.withMotion()),
          spans(found.ofEvents()),
          spans(found.locked()));
    }

    private static List<Span> spans(List<RecordedSpan> found) {
      return found.stream().map(Span::of).toList();
    }
  }

  /** A span that is recorded. */
  public record Span(
      @JsonField(description = "its begin") Instant from,
      @JsonField(description = "its end") Instant to,
      @JsonField(description = "of the files in it") long bytes) {

    static Span of(RecordedSpan span) {
      return new Span(span.from(), span.to(), span.bytes());
    }
  }

  /** Files of which a part is within a time, and their runs. */
  public record Segments(
      @JsonField(description = "the stream's id") String stream,
      @JsonField(description = "begin of the time") Instant from,
      @JsonField(description = "its end") Instant to,
      @JsonField(description = "the first ones, in the order of their begins")
          List<Segment> segments,
      @JsonField(description = "their runs") List<Run> runs,
      @JsonField(description = "`from` of a further request where there are more; else absent")
          Optional<Instant> next) {}

  /** A file. */
  public record Segment(
      @JsonField(description = "its number, as in `segments/NUMBER.mp4`") long number,
      @JsonField(description = "number of its run") long run,
      @JsonField(description = "when it begins") Instant from,
      @JsonField(description = "when it ends") Instant to,
      @JsonField(description = "what it takes without its initialisation") long bytes) {

    static Segment of(RecordedSegment segment) {
      return new Segment(
          segment.id(),
          segment.run(),
          segment.startsAt(),
          segment.endsAt(),
          segment.bytes() - segment.initBytes());
    }
  }

  /** A run, which is what one connection to the source gave without a jump. */
  public record Run(
      @JsonField(description = "its number, as in `runs/NUMBER/init.mp4`") long number,
      @JsonField(description = "the date of its media time 0, on which its files go on")
          Instant beganAt,
      @JsonField(description = "codecs of its video and sound (RFC 6381), as in `avc1.64001f`")
          String codecs,
      @JsonField(description = "width of its pictures in pixels") int width,
      @JsonField(description = "height of its pictures in pixels") int height,
      @JsonField(description = "whether it has sound") boolean audio) {

    static Run of(RecordedRun run) {
      return new Run(run.id(), run.beganAt(), run.codecs(), run.width(), run.height(), run.audio());
    }
  }
}
