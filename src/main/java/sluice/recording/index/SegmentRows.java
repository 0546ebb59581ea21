package sluice.recording.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RetentionLevel;

/** Rows as values, and values as they are kept. */
final class SegmentRows {
  /**
   * Of one stream, what overlaps a span; the values are stream, from, stream, to, from. None that
   * overlaps begins earlier than the longest one takes.
   */
  static final String OVERLAP =
      """
      WHERE stream = ?
        AND starts_at > ? - (SELECT longest FROM total WHERE stream = ?)
        AND starts_at < ? AND ends_at > ?
      """;

  /** What {@link #segment} reads, in its order. */
  static final String SEGMENT =
      "SELECT id, run, stream, file, starts_at, ends_at, media_start, init_bytes, bytes FROM"
          + " segment ";

  /** What {@link #run} reads, in its order. */
  static final String RUN = "SELECT id, stream, began_at, codecs, width, height, audio FROM run ";

  private SegmentRows() {}

  static RecordedSegment segment(ResultSet row) throws SQLException {
    return new RecordedSegment(
        row.getLong(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)),
        Instant.ofEpochMilli(row.getLong(6)),
        Duration.of(row.getLong(7), ChronoUnit.MICROS),
        row.getInt(8),
        row.getLong(9));
  }

  static RecordedRun run(ResultSet row) throws SQLException {
    return new RecordedRun(
        row.getLong(1),
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        row.getString(4),
        row.getInt(5),
        row.getInt(6),
        row.getInt(7) != 0);
  }

  /** Adds a run; the one that is there already where one of the stream began at that time. */
  static RecordedRun addRun(
      Connection connection,
      String stream,
      Instant beganAt,
      byte[] init,
      String codecs,
      int width,
      int height,
      boolean audio)
      throws SQLException {
    Optional<RecordedRun> found = run(connection, stream, beganAt);
    if (found.isPresent()) {
      return found.get();
    }
    Sql.update(
        connection,
        "INSERT INTO run(stream, began_at, init, codecs, width, height, audio)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        stream,
        millis(beganAt),
        init,
        codecs,
        width,
        height,
        audio ? 1 : 0);
    return run(connection, stream, beganAt).orElseThrow();
  }

  private static Optional<RecordedRun> run(Connection connection, String stream, Instant beganAt)
      throws SQLException {
    return Sql.first(
        connection,
        RUN + "WHERE stream = ? AND began_at = ?",
        SegmentRows::run,
        stream,
        millis(beganAt));
  }

  /**
   * Adds a file; the one that is there already where the index knows it.
   *
   * @param marked whether something moved in it for certain; else what was told of motion counts
   */
  static RecordedSegment addSegment(
      Connection connection,
      RecordedRun run,
      String file,
      Instant startsAt,
      Instant endsAt,
      Duration mediaStart,
      int initBytes,
      long bytes,
      boolean forEvent,
      boolean marked)
      throws SQLException {
    if (endsAt.isBefore(startsAt) || mediaStart.isNegative() || initBytes < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "%s: from %s to %s, media %s, %d of %d bytes (expected: nothing negative)"
              .formatted(file, startsAt, endsAt, mediaStart, initBytes, bytes));
    }
    Optional<RecordedSegment> found = segment(connection, file);
    if (found.isPresent()) {
      return found.get();
    }
    Sql.update(
        connection,
        """
        INSERT INTO segment(run, stream, file, starts_at, ends_at, media_start, init_bytes, bytes,
            for_event, motion, level)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10,
        """
            + EventRows.level("?2", "?4", "?5", "?10")
            + ")",
        run.id(),
        run.stream(),
        file,
        millis(startsAt),
        millis(endsAt),
        micros(mediaStart),
        initBytes,
        bytes,
        forEvent ? 1 : 0,
        marked || MotionRows.isWithin(connection, run.stream(), startsAt, endsAt) ? 1 : 0);
    return segment(connection, file).orElseThrow();
  }

  private static Optional<RecordedSegment> segment(Connection connection, String file)
      throws SQLException {
    return Sql.first(connection, SEGMENT + "WHERE file = ?", SegmentRows::segment, file);
  }

  /** Files of which a part is in a span and that no locked event keeps, by their begins. */
  static List<RecordedSegment> unlockedWithin(
      Connection connection, String stream, Instant from, Instant to, int most)
      throws SQLException {
    return within(connection, "level < " + RetentionLevel.LOCKED.number(), stream, from, to, most);
  }

  /** The same of those that a locked event keeps. */
  static List<RecordedSegment> lockedWithin(
      Connection connection, String stream, Instant from, Instant to) throws SQLException {
    return within(
        connection,
        "level = " + RetentionLevel.LOCKED.number(),
        stream,
        from,
        to,
        RecordingIndex.MOST_ROWS);
  }

  private static List<RecordedSegment> within(
      Connection connection, String level, String stream, Instant from, Instant to, int most)
      throws SQLException {
    return Sql.list(
        connection,
        SEGMENT + OVERLAP + " AND " + level + " ORDER BY starts_at LIMIT ?",
        SegmentRows::segment,
        stream,
        millis(from),
        stream,
        millis(to),
        millis(from),
        most);
  }

  /** Makes files garbage, and deletes runs without files but the last two of each stream. */
  static void discard(Connection connection, List<RecordedSegment> segments, Instant now)
      throws SQLException {
    for (RecordedSegment segment : segments) {
      if (Sql.update(connection, "DELETE FROM segment WHERE id = ?", segment.id()) > 0) {
        throwAway(connection, segment.file(), now);
      }
    }
    for (long run : segments.stream().mapToLong(RecordedSegment::run).distinct().toArray()) {
      Sql.update(
          connection,
          """
          DELETE FROM run WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM segment WHERE run = run.id)
            AND began_at < (SELECT began_at FROM run AS other WHERE other.stream = run.stream
              ORDER BY began_at DESC LIMIT 1 OFFSET 1)
          """,
          run);
    }
  }

  /** Makes a file garbage. */
  static void throwAway(Connection connection, String file, Instant now) throws SQLException {
    Sql.update(
        connection, "INSERT OR IGNORE INTO garbage(file, since) VALUES (?, ?)", file, millis(now));
  }

  /** A time in milliseconds; what is beyond them is the first or last there is. */
  static long millis(Instant time) {
    if (time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE))) {
      return Long.MAX_VALUE;
    }
    return time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE))
        ? Long.MIN_VALUE
        : time.toEpochMilli();
  }

  private static long micros(Duration time) {
    return Math.addExact(Math.multiplyExact(time.getSeconds(), 1_000_000L), time.getNano() / 1_000);
  }
}
