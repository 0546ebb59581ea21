package sluice.http.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sluice.core.recording.RecordedSpan;
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
      @JsonField(description = "what is recorded, in order") List<Span> spans) {

    static Timeline of(String stream, TimeSpan time, Duration step, List<RecordedSpan> spans) {
      return new Timeline(
          stream, time.from(), time.to(), step, spans.stream().map(Span::of).toList());
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
}
