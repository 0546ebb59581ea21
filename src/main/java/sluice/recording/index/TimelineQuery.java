package sluice.recording.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RetentionLevel;

/**
 * What is recorded of a stream in a span, thinned. A month of a stream has hundreds of thousands of
 * files: where many of them begin within a step, SQLite sums them up, and no row of them is looked
 * at here. That gives the same spans, for gaps between files that begin within a step are below it.
 * Where steps are longer than slots, or the span is long, sums of these are taken; where files
 * between others were deleted, gaps then seem up to two slots shorter than they are, and in a long
 * span those within a slot aren't seen.
 */
final class TimelineQuery {
  /** Files of a step from which on it takes less time to sum them up. */
  private static final int MANY = 32;

  /** Slots of a step from which on they are taken instead of files. */
  private static final int LEAST_SLOTS = 2;

  private static final String SLOTS =
      """
      SELECT starts_at, ends_at, bytes, level FROM slot
      WHERE stream = ? AND number >= ? AND number < ?
      ORDER BY number, starts_at
      """;

  private static final String LONGEST = "SELECT longest FROM total WHERE stream = ?";

  private static final String ALL =
      """
      SELECT starts_at, ends_at, bytes, level FROM segment
      WHERE stream = ? AND starts_at > ? AND starts_at < ? AND ends_at > ?
      ORDER BY starts_at
      """;

  private static final String NEXT =
      """
      SELECT starts_at FROM segment
      WHERE stream = ? AND starts_at >= ? AND starts_at < ? AND ends_at > ?
      ORDER BY starts_at LIMIT 1
      """;

  private static final String SUM =
      """
      SELECT min(starts_at), max(ends_at), sum(bytes),
        min(iif(level >= %1$d, starts_at, NULL)), max(iif(level >= %1$d, ends_at, NULL)),
        sum(iif(level >= %1$d, bytes, 0)),
        min(iif(level >= %2$d, starts_at, NULL)), max(iif(level >= %2$d, ends_at, NULL)),
        sum(iif(level >= %2$d, bytes, 0)),
        min(iif(level >= %3$d, starts_at, NULL)), max(iif(level >= %3$d, ends_at, NULL)),
        sum(iif(level >= %3$d, bytes, 0))
      FROM segment
      WHERE stream = ? AND starts_at >= ? AND starts_at < ? AND ends_at > ?
      """
          .formatted(
              RetentionLevel.MOTION.number(),
              RetentionLevel.EVENT.number(),
              RetentionLevel.LOCKED.number());

  /** Of longer times, whatever the step, files would be too many to be looked at one by one. */
  static final long MOST_BY_FILES = Duration.ofDays(8).toMillis();

  private TimelineQuery() {}

  /** The spans of all levels; times and the step in milliseconds. */
  static RecordedTimeline spans(Connection connection, String stream, long from, long to, long step)
      throws SQLException {
    List<SpanMerger> levels =
        Arrays.stream(RetentionLevel.values()).map(level -> new SpanMerger(step)).toList();
    long longest = Sql.number(connection, LONGEST, stream);
    long begin = from < Long.MIN_VALUE + longest ? Long.MIN_VALUE : from - longest;
    long first = Math.ceilDiv(from, IndexSchema.SLOT);
    long beyond = Math.floorDiv(to, IndexSchema.SLOT);
    boolean coarse =
        step >= LEAST_SLOTS * IndexSchema.SLOT || from < Math.max(0, to) - MOST_BY_FILES;
    if (coarse && first < beyond) {
      each(connection, stream, begin, first * IndexSchema.SLOT, from, levels);
      Sql.each(connection, SLOTS, row -> add(row, levels), stream, first, beyond);
      each(connection, stream, beyond * IndexSchema.SLOT - 1, to, from, levels);
    } else if (step / MANY < longest) {
      each(connection, stream, begin, to, from, levels);
    } else {
      sum(connection, stream, begin, from, to, step, levels);
    }
    return new RecordedTimeline(
        levels.get(RetentionLevel.CONTINUOUS.number()).spans(),
        levels.get(RetentionLevel.MOTION.number()).spans(),
        levels.get(RetentionLevel.EVENT.number()).spans(),
        levels.get(RetentionLevel.LOCKED.number()).spans());
  }

  /** Files that begin after one time and before another, and end after the span begins. */
  private static void each(
      Connection connection,
      String stream,
      long after,
      long before,
      long from,
      List<SpanMerger> levels)
      throws SQLException {
    Sql.each(connection, ALL, row -> add(row, levels), stream, after, before, from);
  }

  /** Adds begin, end, bytes and level to that level and those below it. */
  private static void add(ResultSet row, List<SpanMerger> levels) throws SQLException {
    for (SpanMerger level : levels.subList(0, row.getInt(4) + 1)) {
      level.add(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }

  private static void sum(
      Connection connection,
      String stream,
      long begin,
      long from,
      long to,
      long step,
      List<SpanMerger> levels)
      throws SQLException {
    try (PreparedStatement next = connection.prepareStatement(NEXT);
        PreparedStatement sum = connection.prepareStatement(SUM)) {
      long at = begin;
      while (at < to) {
        long end = at > to - step ? to : at + step;
        set(sum, stream, at, end, from);
        try (ResultSet row = sum.executeQuery()) {
          row.next();
          at = addSums(row, levels) ? end : next(next, stream, end, to, from);
        }
      }
    }
  }

  /** Adds what a step has of each level, three columns of each; whether it has any. */
  private static boolean addSums(ResultSet row, List<SpanMerger> levels) throws SQLException {
    boolean any = false;
    int column = 1;
    for (SpanMerger level : levels) {
      long first = row.getLong(column);
      if (!row.wasNull()) {
        level.add(first, row.getLong(column + 1), row.getLong(column + 2));
        any = true;
      }
      column += 3;
    }
    return any;
  }

  /** When the first file after a time begins; the end where there is none. */
  private static long next(PreparedStatement next, String stream, long after, long to, long from)
      throws SQLException {
    set(next, stream, after, to, from);
    try (ResultSet row = next.executeQuery()) {
      return row.next() ? row.getLong(1) : to;
    }
  }

  private static void set(
      PreparedStatement statement, String stream, long first, long before, long from)
      throws SQLException {
    statement.setString(1, stream);
    statement.setLong(2, first);
    statement.setLong(3, before);
    statement.setLong(4, from);
  }
}
