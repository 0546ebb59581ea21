package sluice.core.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A span of a stream's recording as ordinary files, as it is or will be.
 *
 * @param number that no other one has or had
 * @param stream its stream's id
 * @param from begin of the span
 * @param to its end
 * @param state how far it has come
 * @param reason why it failed, for people; empty where it hasn't
 * @param progress 0 to 1
 * @param parts files that are finished, in order
 * @param missing length of the video that was there when the export was asked for, and was deleted
 *     before it could be copied
 * @param expiresAt when it is deleted; absent until it is done or has failed
 */
public record RecordingExport(
    long number,
    String stream,
    Instant from,
    Instant to,
    ExportState state,
    String reason,
    double progress,
    List<ExportPart> parts,
    Duration missing,
    Optional<Instant> expiresAt) {
  /** Keeps a copy of the list. */
  public RecordingExport {
    parts = List.copyOf(parts);
  }

  /** Of all parts. */
  public long bytes() {
    return parts.stream().mapToLong(ExportPart::bytes).sum();
  }
}
