package sluice.recording.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import sluice.core.recording.RetentionLevel;

/**
 * The tables of the index. Times are in milliseconds since 1970, UTC; media times in microseconds.
 */
final class IndexSchema {
  /** The version that this program makes and reads. */
  static final int VERSION = 3;

  /** The oldest one that it takes over. */
  static final int OLDEST = 2;

  /** Spans of motion of a stream that are kept, the newest ones. */
  static final int MOST_MOTION = 1_000;

  /** Marks a file as an index of recordings: "SluI". */
  static final int APPLICATION = 0x536c7549;

  /** Milliseconds of a slot, by which files are summed up. */
  static final long SLOT = 600_000;

  private static final String TO_SLOT =
      """
      INSERT INTO slot VALUES (new.stream, new.starts_at / %1$d, new.level, 1, new.bytes,
          new.starts_at, new.ends_at)
        ON CONFLICT(stream, number, level) DO UPDATE SET
          segments = segments + 1,
          bytes = bytes + excluded.bytes,
          starts_at = min(starts_at, excluded.starts_at),
          ends_at = max(ends_at, excluded.ends_at);
      """
          .formatted(SLOT);

  /** Ends of a slot follow files that go first or last; those that go in between leave them. */
  private static final String FROM_SLOT =
      """
      UPDATE slot SET
          segments = segments - 1,
          bytes = bytes - old.bytes,
          starts_at = iif(starts_at = old.starts_at, min(ends_at, old.ends_at), starts_at),
          ends_at = iif(ends_at = old.ends_at, max(starts_at, old.starts_at), ends_at)
        WHERE stream = old.stream AND number = old.starts_at / %1$d AND level = old.level;
      DELETE FROM slot
        WHERE stream = old.stream AND number = old.starts_at / %1$d AND level = old.level
          AND segments = 0;
      """
          .formatted(SLOT);

  private static final String SLOT_CHANGED =
      "CREATE TRIGGER slot_changed AFTER UPDATE OF level ON segment"
          + " WHEN old.level <> new.level BEGIN "
          + FROM_SLOT
          + TO_SLOT
          + "END";

  /**
   * When something moved, for files that come into the index after that was told; spans of a stream
   * neither overlap nor touch.
   */
  private static final String MOTION =
      """
      CREATE TABLE motion(
        stream TEXT NOT NULL,
        starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        PRIMARY KEY(stream, starts_at)) STRICT, WITHOUT ROWID
      """;

  /** Whether something moved in a file: 1 or 0. */
  private static final String MOVED = "motion INTEGER NOT NULL DEFAULT 0";

  /** Before there were levels of motion, 1 was an event's and 2 stayed. */
  private static final List<String> FROM_VERSION_2 =
      List.of(
          "ALTER TABLE segment ADD COLUMN " + MOVED,
          MOTION,
          "DROP TRIGGER slot_changed",
          renumber("segment", 2, RetentionLevel.LOCKED),
          renumber("segment", 1, RetentionLevel.EVENT),
          renumber("slot", 2, RetentionLevel.LOCKED),
          renumber("slot", 1, RetentionLevel.EVENT),
          SLOT_CHANGED,
          "PRAGMA user_version = 3");

  private static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE run(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            stream TEXT NOT NULL,
            began_at INTEGER NOT NULL,
            init BLOB NOT NULL,
            codecs TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            audio INTEGER NOT NULL,
            UNIQUE(stream, began_at)) STRICT
          """,
          """
          CREATE TABLE segment(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            run INTEGER NOT NULL REFERENCES run(id),
            stream TEXT NOT NULL,
            file TEXT NOT NULL UNIQUE,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            media_start INTEGER NOT NULL,
            init_bytes INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            level INTEGER NOT NULL,
            for_event INTEGER NOT NULL,
          """
              + MOVED
              + ") STRICT",
          MOTION,
          // Numbers go on from the time: those of an index that is made anew after it was lost
          // were never given before, so that what clients keep of a number stays true.
          "INSERT INTO sqlite_sequence(name, seq) VALUES ('run', unixepoch() * 1000),"
              + " ('segment', unixepoch() * 1000)",
          // With all that a timeline needs, so that it reads no table.
          "CREATE INDEX segment_stream ON segment(stream, starts_at, ends_at, bytes, run, level)",
          // By what they are deleted.
          "CREATE INDEX segment_start ON segment(level, starts_at)",
          "CREATE INDEX segment_age ON segment(stream, level, starts_at)",
          // For what refers to a run that is deleted.
          "CREATE INDEX segment_run ON segment(run)",
          "CREATE TABLE garbage(file TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT"
              + " ROWID",
          // Sums over segments: counting millions of rows takes seconds. The longest that there
          // ever was says how long before a time a segment that reaches it may begin.
          """
          CREATE TABLE total(
            stream TEXT PRIMARY KEY,
            segments INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            longest INTEGER NOT NULL) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TRIGGER segment_added AFTER INSERT ON segment BEGIN
            INSERT INTO total VALUES (new.stream, 1, new.bytes, new.ends_at - new.starts_at)
              ON CONFLICT(stream) DO UPDATE SET
                segments = segments + 1,
                bytes = bytes + new.bytes,
                longest = max(longest, excluded.longest);
          END
          """,
          """
          CREATE TRIGGER segment_removed AFTER DELETE ON segment BEGIN
            UPDATE total SET segments = segments - 1, bytes = bytes - old.bytes
              WHERE stream = old.stream;
            DELETE FROM total WHERE stream = old.stream AND segments = 0;
          END
          """,
          // Sums over the files of a stream that begin within ten minutes, for timelines of weeks:
          // from when to when, but for gaps in between.
          """
          CREATE TABLE slot(
            stream TEXT NOT NULL,
            number INTEGER NOT NULL,
            level INTEGER NOT NULL,
            segments INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            PRIMARY KEY(stream, number, level)) STRICT, WITHOUT ROWID
          """,
          "CREATE TRIGGER slot_added AFTER INSERT ON segment BEGIN " + TO_SLOT + "END",
          "CREATE TRIGGER slot_removed AFTER DELETE ON segment BEGIN " + FROM_SLOT + "END",
          SLOT_CHANGED,
          // holds_to is until when the event keeps video: for ever while it is open.
          """
          CREATE TABLE event(
            id TEXT PRIMARY KEY,
            stream TEXT NOT NULL,
            label TEXT NOT NULL,
            object INTEGER,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            open INTEGER NOT NULL,
            score REAL NOT NULL,
            lines TEXT NOT NULL,
            zones TEXT NOT NULL,
            keeps_from INTEGER NOT NULL,
            keeps_to INTEGER NOT NULL,
            holds_to INTEGER NOT NULL,
            picture INTEGER NOT NULL,
            locked INTEGER NOT NULL,
            bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID
          """,
          // With all that a search asks for, so that it reads only what it finds.
          "CREATE INDEX event_start ON event(starts_at, id, ends_at, stream, label, score, lines,"
              + " zones)",
          "CREATE INDEX event_stream ON event(stream, starts_at, id, ends_at, label, score, lines,"
              + " zones)",
          "CREATE INDEX event_label ON event(label, starts_at, id, ends_at, stream, score, lines,"
              + " zones)",
          "CREATE INDEX event_end ON event(stream, ends_at)",
          "CREATE INDEX event_hold ON event(stream, holds_to, keeps_from, locked)",
          "CREATE INDEX event_keep ON event(stream, keeps_from, holds_to, locked)",
          "CREATE INDEX event_open ON event(open) WHERE open = 1",
          """
          CREATE TABLE event_part(
            event TEXT NOT NULL REFERENCES event(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            starts_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            path TEXT NOT NULL,
            PRIMARY KEY(event, number)) STRICT, WITHOUT ROWID
          """,
          // The longest time of video that an event kept says how long before a time those begin
          // that keep something of it.
          """
          CREATE TABLE event_total(
            stream TEXT PRIMARY KEY,
            events INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            longest INTEGER NOT NULL) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TRIGGER event_added AFTER INSERT ON event BEGIN
            INSERT INTO event_total VALUES
              (new.stream, 1, new.bytes, new.keeps_to - new.keeps_from)
              ON CONFLICT(stream) DO UPDATE SET
                events = events + 1,
                bytes = bytes + new.bytes,
                longest = max(longest, excluded.longest);
          END
          """,
          """
          CREATE TRIGGER event_changed AFTER UPDATE ON event BEGIN
            UPDATE event_total SET
                bytes = bytes - old.bytes + new.bytes,
                longest = max(longest, new.keeps_to - new.keeps_from)
              WHERE stream = new.stream;
          END
          """,
          """
          CREATE TRIGGER event_removed AFTER DELETE ON event BEGIN
            UPDATE event_total SET events = events - 1, bytes = bytes - old.bytes
              WHERE stream = old.stream;
            DELETE FROM event_total WHERE stream = old.stream AND events = 0;
          END
          """,
          // Whether the last process that had it open has closed it.
          "CREATE TABLE closing(clean INTEGER NOT NULL) STRICT",
          "INSERT INTO closing VALUES (1)",
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + VERSION);

  private IndexSchema() {}

  private static String renumber(String table, int before, RetentionLevel level) {
    return "UPDATE %s SET level = %d WHERE level = %d".formatted(table, level.number(), before);
  }

  /**
   * Makes the tables of version {@value #OLDEST} those of this one, within the caller's
   * transaction. Takes longer the more files belong to events.
   */
  static void migrate(Connection connection) throws SQLException {
    for (String statement : FROM_VERSION_2) {
      Sql.run(connection, statement);
    }
  }

  /** Makes the tables in an empty file, within the caller's transaction. */
  static void create(Connection connection) throws SQLException {
    for (String statement : STATEMENTS) {
      Sql.run(connection, statement);
    }
  }
}
