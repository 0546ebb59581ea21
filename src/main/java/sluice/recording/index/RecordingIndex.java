package sluice.recording.index;

import static sluice.recording.index.SegmentRows.OVERLAP;
import static sluice.recording.index.SegmentRows.RUN;
import static sluice.recording.index.SegmentRows.SEGMENT;
import static sluice.recording.index.SegmentRows.millis;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RetentionLevel;
import sluice.core.recording.StreamRecording;
import sluice.recording.files.FragmentScan;
import sluice.recording.files.MediaParameters;
import sluice.recording.files.SegmentPath;

/**
 * What is recorded, in a file of SQLite: runs, the files of each, and files that are to be deleted.
 * A file may be lost with all that it says: {@link IndexRecovery} makes it again from the files.
 *
 * <p>Thread-safe. Changes are made one after the other, each as a whole, and are there after the
 * process was killed; the last ones may be lost when the power fails. Queries have connections of
 * their own, four at a time, and hold no change up. Calls block on the disk, and wait 30 s at most
 * for others. Only one process may have a file open. Times are kept in whole milliseconds, media
 * times in microseconds; what is smaller is cut.
 *
 * <p>Any method throws a {@link SluiceException} when the file can't be read or written, and a
 * {@link DamagedIndexException} when it is seen to be damaged; it isn't marked as closed in order
 * then, and is refused when it is opened next.
 */
public final class RecordingIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingIndex.class);

  /** Rows of one answer at most. */
  public static final int MOST_ROWS = 100_000;

  private static final int MANY_FREE_PAGES = 4_096;
  private static final int SHRUNK_PAGES = 256;

  private final IndexWriter writer;
  private final IndexReaders readers;
  private final boolean endedCleanly;
  private final EventIndex events;

  private RecordingIndex(IndexWriter writer, IndexReaders readers, boolean endedCleanly) {
    this.writer = writer;
    this.readers = readers;
    this.endedCleanly = endedCleanly;
    this.events = new EventIndex(writer, this::read);
  }

  /**
   * Opens an index, or makes one. Where the last process that had it open was killed, all of the
   * file is checked, which takes a second for some hundred megabytes of it.
   *
   * @param file is made for this user alone where it is missing, and its folder too; on no disk of
   *     a network
   * @throws DamagedIndexException when the file is damaged, or something else
   * @throws SluiceException when it can't be used, or is of a newer Sluice
   */
  public static RecordingIndex open(Path file) {
    IndexFailures failures = new IndexFailures(file);
    IndexConnections connections = new IndexConnections(file);
    IndexOpening opening = IndexOpening.of(file, connections, failures);
    return new RecordingIndex(
        new IndexWriter(opening.connection(), failures),
        new IndexReaders(connections, failures),
        opening.endedCleanly());
  }

  /**
   * Whether the last process that had it open has closed it, so that it knows all files; a new
   * index counts as such.
   */
  public boolean endedCleanly() {
    return endedCleanly;
  }

  /** What is known of events, in the same file. */
  public EventIndex events() {
    return events;
  }

  /**
   * Adds a run.
   *
   * @param init {@code ftyp} and {@code moov}, the head of each of its files
   * @return the one that is there already where one of the stream began at that time
   */
  public RecordedRun addRun(
      String stream,
      Instant beganAt,
      byte[] init,
      String codecs,
      int width,
      int height,
      boolean audio) {
    return writer.transaction(
        c -> SegmentRows.addRun(c, stream, beganAt, init, codecs, width, height, audio));
  }

  /**
   * Adds a file, which is on the disk as a whole.
   *
   * @param file its path below the store's folder, with {@code /}
   * @param mediaStart not negative
   * @return the row that is there already where the index knows the file
   * @throws IllegalArgumentException when it ends before it begins, or a number is negative
   * @throws SluiceException also when the index doesn't know the run
   */
  public RecordedSegment addSegment(
      RecordedRun run,
      String file,
      Instant startsAt,
      Instant endsAt,
      Duration mediaStart,
      int initBytes,
      long bytes) {
    return addSegment(run, file, startsAt, endsAt, mediaStart, initBytes, bytes, false);
  }

  /**
   * The same of a file that is there for events alone, or not.
   *
   * @param forEvent whether it goes with the last of its events
   */
  public RecordedSegment addSegment(
      RecordedRun run,
      String file,
      Instant startsAt,
      Instant endsAt,
      Duration mediaStart,
      int initBytes,
      long bytes,
      boolean forEvent) {
    return writer.transaction(
        c ->
            SegmentRows.addSegment(
                c, run, file, startsAt, endsAt, mediaStart, initBytes, bytes, forEvent, false));
  }

  /**
   * Something moved in a stream: files that have something of that time, those too that come later,
   * have motion from now on.
   *
   * @param from first instant of the time
   * @param to the instant after it; nothing is changed where it isn't later
   * @return the paths of the files that are here and had none before, those that begin first; at
   *     most {@value #MOST_ROWS}
   */
  public List<String> addMotion(String stream, Instant from, Instant to) {
    return to.isAfter(from)
        ? writer.transaction(c -> MotionRows.add(c, stream, from, to))
        : List.of();
  }

  /** Whether something moved in a file. */
  public boolean hasMotion(RecordedSegment segment) {
    return read(c -> Sql.number(c, "SELECT motion FROM segment WHERE id = ?", segment.id()) != 0);
  }

  /**
   * Adds a file that was found, and its run, as one change.
   *
   * @param marked whether it is marked as one in which something moved
   */
  void addFound(SegmentPath path, byte[] init, FragmentScan scan, boolean marked) {
    MediaParameters parameters = scan.parameters();
    writer.transaction(
        c -> {
          RecordedRun run =
              SegmentRows.addRun(
                  c,
                  path.stream(),
                  path.runBeganAt(),
                  init,
                  parameters.codecs(),
                  parameters.width(),
                  parameters.height(),
                  parameters.audio());
          return SegmentRows.addSegment(
              c,
              run,
              path.text(),
              path.startsAt(),
              path.startsAt().plus(scan.length()),
              scan.mediaStart(),
              init.length,
              scan.wholeBytes(),
              false,
              marked);
        });
  }

  /** The initialisation of a run; the caller's own. */
  public Optional<byte[]> init(long run) {
    return read(
        c -> Sql.first(c, "SELECT init FROM run WHERE id = ?", row -> row.getBytes(1), run));
  }

  /** A run by its number. */
  public Optional<RecordedRun> run(long id) {
    return read(c -> Sql.first(c, RUN + "WHERE id = ?", SegmentRows::run, id));
  }

  /** A file by its number. */
  public Optional<RecordedSegment> segment(long id) {
    return read(c -> Sql.first(c, SEGMENT + "WHERE id = ?", SegmentRows::segment, id));
  }

  /**
   * A stream's runs that have files in a span, by their begins.
   *
   * @param most so many, the first ones
   */
  public List<RecordedRun> runs(String stream, Instant from, Instant to, int most) {
    return read(
        c ->
            Sql.list(
                c,
                RUN
                    + "WHERE id IN (SELECT run FROM segment "
                    + OVERLAP
                    + ") ORDER BY began_at LIMIT ?",
                SegmentRows::run,
                stream,
                millis(from),
                stream,
                millis(to),
                millis(from),
                limit(most)));
  }

  /**
   * A stream's files that have something of a span, by their begins.
   *
   * @param from first instant of the span
   * @param to the instant after it
   * @param most so many, the first ones
   */
  public List<RecordedSegment> segments(String stream, Instant from, Instant to, int most) {
    return read(
        c ->
            Sql.list(
                c,
                SEGMENT + OVERLAP + " ORDER BY starts_at LIMIT ?",
                SegmentRows::segment,
                stream,
                millis(from),
                stream,
                millis(to),
                millis(from),
                limit(most)));
  }

  /**
   * What is recorded of a stream in a span, thinned. The first and last file may reach beyond it.
   *
   * @param step gaps below it vanish: so there is about one span a step at most
   * @throws IllegalArgumentException when the step is below a millisecond, or the span has more
   *     than {@value #MOST_ROWS} of them
   */
  public RecordedTimeline timeline(String stream, Instant from, Instant to, Duration step) {
    long first = millis(from);
    long last = millis(to);
    long width = step.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : step.toMillis();
    if (width < 1 || (last > first && Math.subtractExact(last, first) / width > MOST_ROWS)) {
      throw new IllegalArgumentException(
          "step: %s (expected: at least a millisecond, and a %d. part of the span)"
              .formatted(step, MOST_ROWS));
    }
    return read(c -> TimelineQuery.spans(c, stream, first, last, width));
  }

  /** What is kept of each stream, by their ids. */
  public List<StreamRecording> streams() {
    return read(
        c ->
            Sql.list(
                c,
                """
                SELECT stream, segments, bytes,
                  (SELECT starts_at FROM segment WHERE stream = total.stream
                    ORDER BY starts_at LIMIT 1),
                  (SELECT ends_at FROM segment WHERE stream = total.stream
                    ORDER BY starts_at DESC, ends_at DESC LIMIT 1)
                FROM total ORDER BY stream
                """,
                row ->
                    new StreamRecording(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)))));
  }

  /** Bytes of all files; those that are to be deleted don't count. */
  public long totalBytes() {
    return read(
        c ->
            Sql.number(
                c,
                "SELECT (SELECT coalesce(sum(bytes), 0) FROM total)"
                    + " + (SELECT coalesce(sum(bytes), 0) FROM event_total)"));
  }

  /**
   * The files of a level, of all streams, that began first, in order.
   *
   * @param most so many
   */
  public List<RecordedSegment> oldest(RetentionLevel level, int most) {
    return read(
        c ->
            Sql.list(
                c,
                SEGMENT + "WHERE level = ? ORDER BY starts_at, id LIMIT ?",
                SegmentRows::segment,
                level.number(),
                limit(most)));
  }

  /**
   * A stream's files of a level that ended at a time or before, by their begins.
   *
   * @param most so many, the first ones
   */
  public List<RecordedSegment> endedBefore(
      String stream, RetentionLevel level, Instant instant, int most) {
    return read(
        c ->
            Sql.list(
                c,
                SEGMENT
                    + "WHERE stream = ? AND level = ? AND starts_at <= ? AND ends_at <= ?"
                    + " ORDER BY starts_at LIMIT ?",
                SegmentRows::segment,
                stream,
                level.number(),
                millis(instant),
                millis(instant),
                limit(most)));
  }

  /**
   * Makes files garbage: they are to be deleted, and no longer recorded. So are runs that have no
   * file left; the last two of each stream stay, for their files may still be written. Files that
   * the index doesn't have are left out.
   *
   * @param now since when they are garbage
   */
  public void discard(List<RecordedSegment> segments, Instant now) {
    writer.transaction(
        connection -> {
          SegmentRows.discard(connection, segments, now);
          return true;
        });
  }

  /**
   * Files that are to be deleted, by their names.
   *
   * @param after only those after this name; empty for all
   * @param most so many, the first ones
   */
  public List<String> garbage(String after, int most) {
    return read(
        c ->
            Sql.list(
                c,
                "SELECT file FROM garbage WHERE file > ? ORDER BY file LIMIT ?",
                row -> row.getString(1),
                after,
                limit(most)));
  }

  /** Files of the garbage are gone. Room that the index itself no longer needs is given back. */
  public void forget(Collection<String> files) {
    if (files.isEmpty()) {
      return;
    }
    writer.transaction(
        connection -> {
          for (String file : files) {
            Sql.update(connection, "DELETE FROM garbage WHERE file = ?", file);
          }
          return true;
        });
    writer.shrink(MANY_FREE_PAGES, SHRUNK_PAGES);
  }

  /** Whether the index has a file, as one that is recorded or one that is to be deleted. */
  public boolean knows(String file) {
    return read(
        c ->
            Sql.number(
                    c,
                    "SELECT EXISTS(SELECT 1 FROM segment WHERE file = ?)"
                        + " OR EXISTS(SELECT 1 FROM garbage WHERE file = ?)",
                    file,
                    file)
                != 0);
  }

  /** Files by their numbers, those after one; for going through all. */
  List<RecordedSegment> after(long id, int most) {
    return read(
        c ->
            Sql.list(
                c,
                SEGMENT + "WHERE id > ? ORDER BY id LIMIT ?",
                SegmentRows::segment,
                id,
                limit(most)));
  }

  /** Removes rows of files that aren't there; how many there were. */
  int drop(List<RecordedSegment> segments) {
    return writer.transaction(
        connection -> {
          int dropped = 0;
          for (RecordedSegment segment : segments) {
            dropped += Sql.update(connection, "DELETE FROM segment WHERE id = ?", segment.id());
          }
          return dropped;
        });
  }

  /** Removes runs without files that began before a time. */
  void dropEmptyRuns(Instant before) {
    writer.transaction(
        connection ->
            Sql.update(
                connection,
                "DELETE FROM run WHERE began_at < ?"
                    + " AND NOT EXISTS (SELECT 1 FROM segment WHERE run = run.id)",
                millis(before)));
  }

  <T> T read(Sql.Work<T> work) {
    try {
      return readers.read(work);
    } catch (DamagedIndexException e) {
      writer.leaveUnclean();
      throw e;
    }
  }

  static int limit(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: " + most + " (expected: at least 1)");
    }
    return Math.min(most, MOST_ROWS);
  }

  /**
   * Not all files are in it: the next process that opens it is told that it wasn't closed in order.
   */
  public void leaveUnclean() {
    writer.leaveUnclean();
  }

  /** Closes the file. Who still uses it is refused. Does nothing the second time. */
  @Override
  public void close() {
    for (AutoCloseable part : List.<AutoCloseable>of(readers, writer)) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("index of recordings: it can't be closed: {}", Failures.reason(e));
      }
    }
  }
}
