package sluice.http.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RecordingPicture;
import sluice.core.recording.StreamRecording;
import sluice.core.recording.TimePatch;

/**
 * The port to a store of recordings. Ids stand in addresses whose answers clients keep for a year,
 * so that one never names anything else later, even where the index was built anew. All of it may
 * block, for the disk, and is called from threads that may be blocked; for any number of them. A
 * store that can't be read throws a {@link sluice.core.SluiceException}, whose message the client
 * is shown.
 */
public interface RecordingPort {
  /** What is kept of each stream of which anything is, whether there still is one or not. */
  List<StreamRecording> streams();

  /**
   * What of a stream is recorded within a time.
   *
   * @param from begin of the time
   * @param to its end, after from
   * @param step what gaps are shorter than this is one span with what is on both sides; above 0
   * @return of each kind at most as many spans as there are steps in the time, and one
   */
  RecordedTimeline timeline(String stream, Instant from, Instant to, Duration step);

  /**
   * The files of a stream of which a part is within a time, in the order of their begins.
   *
   * @param from begin of the time
   * @param to its end, after from
   * @param most how many are given, the first ones; above 0
   */
  List<RecordedSegment> segments(String stream, Instant from, Instant to, int most);

  /** A run; empty where there is none of this id. */
  Optional<RecordedRun> run(long id);

  /** The initialisation of a run's files; empty where none of them is left. */
  Optional<byte[]> init(RecordedRun run);

  /** A file's facts; empty where there is none of this id. */
  Optional<RecordedSegment> segment(long id);

  /** Where a file is: below the store's folder. It may be gone. */
  Path file(RecordedSegment segment);

  /**
   * What is to be put into a file so that its times count from 1970 instead of from its run's
   * begin; empty where the file is gone.
   */
  List<TimePatch> clockTimes(RecordedSegment segment, RecordedRun run);

  /**
   * Deletes what a stream has in a span of time: files of which a part is in it, and events that
   * are in it as a whole. Locked events stay with their video.
   *
   * @param from first instant of the span
   * @param to the instant after it
   * @return what came of it; not all may be deleted at once
   */
  DeletedSpan delete(String stream, Instant from, Instant to);

  /**
   * What a recording shows at a time: the key frame then or before.
   *
   * @param width of the picture in pixels, above 0; a smaller one isn't made larger
   * @return empty where nothing is recorded then, or it can't be decoded
   */
  Optional<RecordingPicture> thumbnail(String stream, Instant at, int width);

  /** Spans of recordings as ordinary files. */
  ExportPort exports();

  /** Events, the newest first. */
  List<RecordedEvent> events(EventQuery query);

  /** An event; empty where there is none of this id. */
  Optional<RecordedEvent> event(String id);

  /** The parts of an event, in their order. */
  List<EventPart> parts(String event);

  /**
   * The best picture of an event, as JPEG.
   *
   * @param crop whether what the event is about is wanted alone
   * @return empty where there is none
   */
  Optional<byte[]> picture(RecordedEvent event, boolean crop);

  /**
   * Locks an event, so that nothing of it is deleted, or undoes that.
   *
   * @return the event as it is then; empty where there is none
   */
  Optional<RecordedEvent> lock(String event, boolean locked);

  /**
   * Deletes an event that has ended and isn't locked, with its files and the video that no other
   * event keeps.
   *
   * @return how many files of video went
   */
  int delete(RecordedEvent event);
}
