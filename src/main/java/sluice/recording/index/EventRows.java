package sluice.recording.index;

import static sluice.recording.index.SegmentRows.OVERLAP;
import static sluice.recording.index.SegmentRows.SEGMENT;
import static sluice.recording.index.SegmentRows.millis;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RetentionLevel;
import sluice.recording.files.EventFacts;

/** Rows of events as values, and values as they are kept. */
final class EventRows {
  /** What {@link #event} reads, in its order. */
  static final String EVENT =
      "SELECT id, stream, label, object, starts_at, ends_at, open, score, lines, zones, keeps_from,"
          + " keeps_to, picture, locked FROM event ";

  private static final String SEPARATOR = "\n";

  /**
   * All is recorded until an event's end is known and the next key frame has come: so long after
   * what the event keeps, at most.
   */
  private static final Duration END_KNOWN = Duration.ofSeconds(30);

  private EventRows() {}

  static RecordedEvent event(ResultSet row) throws SQLException {
    long object = row.getLong(4);
    return new RecordedEvent(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.wasNull() ? Optional.empty() : Optional.of(object),
        Instant.ofEpochMilli(row.getLong(5)),
        Instant.ofEpochMilli(row.getLong(6)),
        row.getInt(7) != 0,
        row.getFloat(8),
        names(row.getString(9)),
        names(row.getString(10)),
        Instant.ofEpochMilli(row.getLong(11)),
        Instant.ofEpochMilli(row.getLong(12)),
        row.getInt(13) != 0,
        row.getInt(14) != 0);
  }

  static EventPart part(ResultSet row) throws SQLException {
    return new EventPart(
        row.getInt(1),
        Instant.ofEpochMilli(row.getLong(2)),
        Instant.ofEpochMilli(row.getLong(3)),
        path(row.getString(4)));
  }

  private static List<EventPoint> path(String text) throws SQLException {
    try {
      return EventFacts.path(text);
    } catch (IOException e) {
      throw new SQLException("a path of an event is damaged", e);
    }
  }

  /** Each name between two separators, so that one can be searched for. */
  static String text(List<String> names) {
    return names.isEmpty() ? "" : SEPARATOR + String.join(SEPARATOR, names) + SEPARATOR;
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : text.substring(1).lines().toList();
  }

  /** Whether an event is there, and open or closed as this one. */
  static boolean isAsOpen(Connection connection, RecordedEvent event) throws SQLException {
    return Sql.number(
            connection,
            "SELECT count(*) FROM event WHERE id = ? AND open = ?",
            event.id(),
            event.open() ? 1 : 0)
        > 0;
  }

  static void put(Connection connection, RecordedEvent event) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO event(id, stream, label, object, starts_at, ends_at, open, score, lines, zones,
            keeps_from, keeps_to, holds_to, picture, locked, bytes)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
          ON CONFLICT(id) DO UPDATE SET
            ends_at = excluded.ends_at,
            open = excluded.open,
            score = max(score, excluded.score),
            lines = excluded.lines,
            zones = excluded.zones,
            keeps_to = excluded.keeps_to,
            holds_to = excluded.holds_to,
            picture = max(picture, excluded.picture)
        """,
        event.id(),
        event.stream(),
        event.label(),
        event.object().orElse(null),
        millis(event.startsAt()),
        millis(event.endsAt()),
        event.open() ? 1 : 0,
        (double) event.score(),
        text(event.lines()),
        text(event.zones()),
        millis(event.keepsFrom()),
        millis(event.keepsTo()),
        event.open() ? Long.MAX_VALUE : millis(event.keepsTo()),
        event.hasPicture() ? 1 : 0,
        event.locked() ? 1 : 0);
  }

  static void put(Connection connection, String event, EventPart part) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO event_part(event, number, starts_at, ends_at, path) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT(event, number) DO UPDATE SET
            ends_at = excluded.ends_at,
            path = excluded.path
        """,
        event,
        part.number(),
        millis(part.startsAt()),
        millis(part.endsAt()),
        EventFacts.pathText(part.path()));
  }

  /**
   * The {@link RetentionLevel} of a file as an SQL expression. Of events that have ended those are
   * looked at alone that begin close enough; open ones are few, and SQLite, which doesn't know
   * that, would look for them among all.
   *
   * @param stream of the file, as an SQL expression; so are its begin, its end, and whether
   *     something moved in it, 1 or 0
   */
  static String level(String stream, String startsAt, String endsAt, String moved) {
    return """
    max(
      iif(%4$s, %5$d, %6$d),
      coalesce((SELECT max(iif(locked, %8$d, %7$d)) FROM event
        WHERE event.stream = %1$s AND keeps_from < %3$s AND holds_to > %2$s
          AND keeps_from >= %2$s - (SELECT coalesce(max(longest), 0) FROM event_total
            WHERE event_total.stream = %1$s)), %6$d),
      coalesce((SELECT max(iif(locked, %8$d, %7$d)) FROM event INDEXED BY event_open
        WHERE open = 1 AND event.stream = %1$s AND keeps_from < %3$s), %6$d))
    """
        .formatted(
            stream,
            startsAt,
            endsAt,
            moved,
            RetentionLevel.MOTION.number(),
            RetentionLevel.CONTINUOUS.number(),
            RetentionLevel.EVENT.number(),
            RetentionLevel.LOCKED.number());
  }

  /** Gives the video of an event the level that the events have which are there. */
  static void mark(Connection connection, RecordedEvent event) throws SQLException {
    mark(connection, event, event.open() ? Long.MAX_VALUE : millis(event.keepsTo()));
  }

  /** The same of all from an event on: it was open, and kept whatever came, or is now. */
  static void markOnwards(Connection connection, RecordedEvent event) throws SQLException {
    mark(connection, event, Long.MAX_VALUE);
  }

  private static void mark(Connection connection, RecordedEvent event, long to)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE segment SET level =
        """
            + level("segment.stream", "segment.starts_at", "segment.ends_at", "segment.motion")
            + OVERLAP,
        overlapped(event, to));
  }

  /**
   * The video of an event that no event keeps now, and what was recorded for it alone before its
   * end was known.
   */
  static List<RecordedSegment> freed(
      Connection connection, RecordedEvent event, boolean recordedAnyway) throws SQLException {
    List<RecordedSegment> freed =
        new ArrayList<>(
            unkept(
                connection,
                recordedAnyway ? "" : " AND for_event = 1",
                overlapped(event, millis(event.keepsTo()))));
    long from = freed.stream().mapToLong(segment -> millis(segment.endsAt())).max().orElse(0);
    Object[] after =
        overlapped(
            event.stream(),
            Math.max(millis(event.keepsTo()), from),
            millis(event.keepsTo().plus(END_KNOWN)));
    freed.addAll(unkept(connection, " AND for_event = 1", after));
    return freed;
  }

  private static List<RecordedSegment> unkept(
      Connection connection, String which, Object... overlapped) throws SQLException {
    return Sql.list(
        connection,
        SEGMENT + OVERLAP + " AND level < " + RetentionLevel.EVENT.number() + which,
        SegmentRows::segment,
        overlapped);
  }

  /** Closed events, not locked, that have no video left after that of a span was deleted. */
  static List<RecordedEvent> emptied(
      Connection connection, String stream, Instant from, Instant to, List<RecordedSegment> deleted)
      throws SQLException {
    if (deleted.isEmpty()) {
      return List.of();
    }
    long reach = millis(to);
    for (RecordedSegment segment : deleted) {
      reach = Math.max(reach, millis(segment.endsAt()));
    }
    return Sql.list(
        connection,
        EVENT
            + """
            WHERE stream = ? AND holds_to > ? AND holds_to <= ? AND keeps_from < ?
              AND open = 0 AND locked = 0
              AND NOT EXISTS (SELECT 1 FROM segment WHERE segment.stream = event.stream
                AND segment.starts_at < event.keeps_to
                AND segment.ends_at > event.keeps_from)
            LIMIT ?
            """,
        EventRows::event,
        stream,
        millis(from),
        reach,
        millis(to),
        RecordingIndex.MOST_ROWS);
  }

  /** How many events keep, or kept, video in a span. */
  static long reachingInto(
      Connection connection, String stream, Instant from, Instant to, boolean locked)
      throws SQLException {
    return Sql.number(
        connection,
        "SELECT count(*) FROM event WHERE stream = ? AND holds_to > ? AND keeps_from < ?"
            + " AND locked = ?",
        stream,
        millis(from),
        millis(to),
        locked ? 1 : 0);
  }

  private static Object[] overlapped(RecordedEvent event, long to) {
    return overlapped(event.stream(), millis(event.keepsFrom()), to);
  }

  private static Object[] overlapped(String stream, long from, long to) {
    return new Object[] {stream, from, stream, to, from};
  }
}
