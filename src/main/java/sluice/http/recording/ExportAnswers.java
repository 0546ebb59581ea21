package sluice.http.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordingExport;
import sluice.json.JsonField;

/** The answers about exports, and the very JSON that the API gives. */
public final class ExportAnswers {
  private ExportAnswers() {}

  /** What is to be exported. */
  public record Request(
      @JsonField(description = "begin of the time") Instant from,
      @JsonField(description = "its end") Instant to) {}

  /** An export. */
  public record Export(
      @JsonField(description = "its number, which no other export has or had") long number,
      @JsonField(description = "the stream's id; it may be gone") String stream,
      @JsonField(description = "begin of the time that was asked for") Instant from,
      @JsonField(description = "its end") Instant to,
      @JsonField(
              description =
                  "`waiting` for those before it, `running`, `done`: its files can be downloaded,"
                      + " or `failed`")
          String state,
      @JsonField(description = "why it failed") Optional<String> reason,
      @JsonField(description = "how much of it is copied, 0 to 1") double progress,
      @JsonField(description = "of the parts that are finished") long bytes,
      @JsonField(
              description =
                  "its files, in order: one for each run of the recording, and after each gap")
          List<Part> parts,
      @JsonField(
              description =
                  "how much video is missing because it was deleted before it could be copied")
          Duration missing,
      @JsonField(description = "when it is deleted, once it is done or has failed")
          Optional<Instant> expiresAt) {

    static Export of(RecordingExport export) {
      return new Export(
          export.number(),
          export.stream(),
          export.from(),
          export.to(),
          export.state().wireName(),
          Optional.of(export.reason()).filter(text -> !text.isEmpty()),
          export.progress(),
          export.bytes(),
          export.parts().stream().map(Part::of).toList(),
          export.missing(),
          export.expiresAt());
    }
  }

  /** A file of an export. */
  public record Part(
      @JsonField(description = "the last part of its address: `1.mp4`") String name,
      @JsonField(
              description =
                  "when its first picture came: for the first part the key frame at `from` or"
                      + " before it")
          Instant from,
      @JsonField(description = "end of its last picture") Instant to,
      @JsonField(description = "of the file") long bytes) {

    static Part of(ExportPart part) {
      return new Part(part.number() + ".mp4", part.from(), part.to(), part.bytes());
    }
  }
}
