package sluice.http.recording;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.ExportAnswer;
import sluice.core.recording.ExportPart;
import sluice.core.recording.RecordingExport;

/** The port to the exports of a store. All of it may block, as {@link RecordingPort}. */
public interface ExportPort {
  /**
   * Asks for an export of what is recorded of a stream in a span.
   *
   * @param from first instant of the span
   * @param to the instant after it
   */
  ExportAnswer begin(String stream, Instant from, Instant to);

  /** All exports, the newest first. */
  List<RecordingExport> all();

  /** An export; empty where there is none of this number. */
  Optional<RecordingExport> find(long number);

  /** Where a finished part of an export lies; it may be gone. */
  Path file(RecordingExport export, ExportPart part);

  /**
   * Deletes an export, or gives it up.
   *
   * @return whether there was one
   */
  boolean delete(long number);
}
