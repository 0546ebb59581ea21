package sluice.recording.index;

import static sluice.recording.index.SegmentRows.OVERLAP;
import static sluice.recording.index.SegmentRows.millis;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import sluice.core.recording.RetentionLevel;

/**
 * When something moved in streams. Files that the index has are marked when that is told; the
 * newest spans are kept for files that are still being written, or found after the process was
 * killed.
 */
final class MotionRows {
  private static final String TOUCHED = " WHERE stream = ? AND starts_at <= ? AND ends_at >= ?";

  private MotionRows() {}

  /** Adds a span; the files that had no motion before and have it now. */
  static List<String> add(Connection connection, String stream, Instant from, Instant to)
      throws SQLException {
    remember(connection, stream, millis(from), millis(to));
    Object[] span = {stream, millis(from), stream, millis(to), millis(from)};
    List<String> still =
        Sql.list(
            connection,
            "SELECT file FROM segment "
                + OVERLAP
                + " AND motion = 0 ORDER BY starts_at LIMIT "
                + RecordingIndex.MOST_ROWS,
            row -> row.getString(1),
            span);
    for (String file : still) {
      Sql.update(
          connection,
          "UPDATE segment SET motion = 1, level = max(level, ?) WHERE file = ?",
          RetentionLevel.MOTION.number(),
          file);
    }
    return still;
  }

  private static void remember(Connection connection, String stream, long from, long to)
      throws SQLException {
    long[] span = {from, to};
    Sql.each(
        connection,
        "SELECT starts_at, ends_at FROM motion" + TOUCHED,
        row -> {
          span[0] = Math.min(span[0], row.getLong(1));
          span[1] = Math.max(span[1], row.getLong(2));
        },
        stream,
        to,
        from);
    Sql.update(connection, "DELETE FROM motion" + TOUCHED, stream, to, from);
    Sql.update(connection, "INSERT INTO motion VALUES (?, ?, ?)", stream, span[0], span[1]);
    Sql.update(
        connection,
        """
        DELETE FROM motion WHERE stream = ?
          AND starts_at <= (SELECT starts_at FROM motion AS other WHERE other.stream = motion.stream
            ORDER BY starts_at DESC LIMIT 1 OFFSET %d)
        """
            .formatted(IndexSchema.MOST_MOTION),
        stream);
  }

  /** Whether something moved within a time, as far as that is still known. */
  static boolean isWithin(Connection connection, String stream, Instant from, Instant to)
      throws SQLException {
    return Sql.number(
            connection,
            "SELECT EXISTS(SELECT 1 FROM motion"
                + " WHERE stream = ? AND starts_at < ? AND ends_at > ?)",
            stream,
            millis(to),
            millis(from))
        != 0;
  }
}
