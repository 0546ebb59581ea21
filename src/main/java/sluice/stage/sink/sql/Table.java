package sluice.stage.sink.sql;

import static sluice.stage.sink.sql.Table.Kind.BYTES;
import static sluice.stage.sink.sql.Table.Kind.REAL;
import static sluice.stage.sink.sql.Table.Kind.TEXT;
import static sluice.stage.sink.sql.Table.Kind.WHOLE;

import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The tables that rows are written to, with their columns, in the order in which a transaction
 * writes them. What a message has already left behind stays as it is.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is not changed by anybody
enum Table {
  /** A run of a stream. The source may become known later than the run. */
  RUNS(
      "(stream, run) DO UPDATE SET source = excluded.source"
          + " WHERE runs.source IS NULL AND excluded.source IS NOT NULL",
      text("run"),
      text("stream"),
      text("source"),
      text("started_at")),
  /** A frame that was told of. */
  FRAMES(
      text("message_id"),
      text("run"),
      text("stream"),
      text("occurred_at"),
      whole("frame_id"),
      whole("media_ns"),
      whole("width"),
      whole("height"),
      whole("objects"),
      text("details")),
  /** Something in a frame. */
  DETECTIONS(
      text("message_id"),
      whole("n"),
      text("stream"),
      text("occurred_at"),
      text("label"),
      whole("label_id"),
      real("confidence"),
      whole("x"),
      whole("y"),
      whole("w"),
      whole("h"),
      whole("object_id"),
      text("details")),
  /** Something that happened in the scene. */
  EVENTS(
      text("message_id"),
      text("run"),
      text("stream"),
      text("occurred_at"),
      text("kind"),
      whole("media_ns"),
      text("phase"),
      text("line"),
      text("zone"),
      text("direction"),
      whole("object_id"),
      text("label"),
      real("confidence"),
      whole("duration_ms"),
      whole("total"),
      text("body")),
  /** A state that a stream came into. */
  STATES(
      text("message_id"),
      text("run"),
      text("stream"),
      text("occurred_at"),
      text("state"),
      text("cause")),
  /** The picture of a message. */
  PICTURES(text("message_id"), text("stream"), text("occurred_at"), new Column("jpeg", BYTES));

  /** What a column holds. Times and JSON are texts, whatever the database makes of them. */
  enum Kind {
    TEXT(Types.VARCHAR),
    WHOLE(Types.BIGINT),
    REAL(Types.DOUBLE),
    BYTES(Types.BINARY);

    private final int type;

    Kind(int type) {
      this.type = type;
    }

    /** The type of {@link java.sql.Types}. */
    int type() {
      return type;
    }
  }

  /** A column. */
  record Column(String name, Kind kind) {}

  private final List<Column> columns;
  private final String insert;

  Table(Column... columns) {
    this("DO NOTHING", columns);
  }

  Table(String onConflict, Column... columns) {
    this.columns = List.of(columns);
    this.insert =
        "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT %s"
            .formatted(
                tableName(),
                Arrays.stream(columns).map(Column::name).collect(Collectors.joining(", ")),
                Arrays.stream(columns).map(column -> "?").collect(Collectors.joining(", ")),
                onConflict);
  }

  private static Column text(String name) {
    return new Column(name, TEXT);
  }

  private static Column whole(String name) {
    return new Column(name, WHOLE);
  }

  private static Column real(String name) {
    return new Column(name, REAL);
  }

  /** Its name in the database. */
  String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<Column> columns() {
    return columns;
  }

  /** The statement that inserts a row, with a parameter for each column. */
  String insert() {
    return insert;
  }
}
