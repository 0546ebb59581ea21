package sluice.http.recording;

import java.time.Instant;
import sluice.core.recording.DeletedSpan;
import sluice.json.JsonField;

/** The answer about a span of a recording that was deleted. */
public record DeletedRecording(
    @JsonField(description = "the stream's id") String stream,
    @JsonField(description = "begin of the time") Instant from,
    @JsonField(description = "its end") Instant to,
    @JsonField(description = "files of video that are gone") long files,
    @JsonField(description = "bytes of these") long bytes,
    @JsonField(description = "events that are gone, with their pictures") long events,
    @JsonField(
            description =
                "files that are no longer recorded but can't be deleted yet, such as those of a"
                    + " disk that is read-only; that is tried again by itself, and logged")
        long stuck,
    @JsonField(description = "locked events with video in this time: they stayed")
        long lockedEvents,
    @JsonField(description = "files of video in this time that stayed with them") long keptFiles,
    @JsonField(description = "bytes of these") long keptBytes,
    @JsonField(
            description =
                "events that reach beyond this time, or go on: they stayed without the video that"
                    + " was in it")
        long cutEvents,
    @JsonField(
            description =
                "whether all is done; where false, the same call again deletes what is left")
        boolean complete) {

  static DeletedRecording of(String stream, TimeSpan time, DeletedSpan deleted) {
    return new DeletedRecording(
        stream,
        time.from(),
        time.to(),
        deleted.files(),
        deleted.bytes(),
        deleted.events(),
        deleted.stuck(),
        deleted.lockedEvents(),
        deleted.keptFiles(),
        deleted.keptBytes(),
        deleted.cutEvents(),
        deleted.complete());
  }
}
