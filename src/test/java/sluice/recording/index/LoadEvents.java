package sluice.recording.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.recording.files.EventFacts;

/**
 * Events of {@link IndexLoadRun}: eight seconds each, evenly over the files of each stream. Every
 * thousandth is in the zone {@code yard} and over the line {@code gate}, and has a label and a
 * score of its own; the others are in the zone {@code street}.
 */
final class LoadEvents {
  private static final int RARE = 1_000;
  private static final int SECONDS = 8;
  private static final int PRE_ROLL = 5;
  private static final int POST_ROLL = 10;
  private static final int POINTS = 17;
  private static final int PAGE = 100;

  private final Instant begin;
  private final int fileSeconds;
  private final int rows;
  private final int perStream;

  /**
   * Events that aren't there yet.
   *
   * @param begin of the first file
   * @param rows files of each stream
   * @param perStream events of each stream, at most as many
   */
  LoadEvents(Instant begin, int fileSeconds, int rows, int perStream) {
    this.begin = begin;
    this.fileSeconds = fileSeconds;
    this.rows = rows;
    this.perStream = perStream;
  }

  /** Whether something of a file belongs to an event. */
  boolean keeps(int row) {
    return isFirst(row) || isFirst(row - 1) || (row + 1 < rows && isFirst(row + 1));
  }

  /** Whether an event begins in a file. */
  private boolean isFirst(int row) {
    return row >= 0 && number(row) != number(row - 1);
  }

  private long number(int row) {
    return Math.floorDiv((long) row * perStream, rows);
  }

  /** The event that begins in a file of a stream; empty where none does. */
  Optional<RecordedEvent> of(String stream, int row) {
    return isFirst(row)
        ? Optional.of(event(stream, begin.plusSeconds((long) row * fileSeconds + 1), number(row)))
        : Optional.empty();
  }

  /** An event of a time; the number says how rare it is. */
  static RecordedEvent event(String stream, Instant start, long number) {
    boolean rare = number % RARE == RARE / 2;
    Instant end = start.plusSeconds(SECONDS);
    return new RecordedEvent(
        start.toEpochMilli() + "-" + stream + "-1",
        stream,
        rare ? "bicycle" : number % 3 == 0 ? "car" : "person",
        Optional.of(number),
        start,
        end,
        false,
        rare ? 0.99f : 0.5f + number % 40 / 100f,
        rare ? List.of("gate") : List.of(),
        rare ? List.of("yard") : List.of("street"),
        start.minusSeconds(PRE_ROLL),
        end.plusSeconds(POST_ROLL),
        true,
        false);
  }

  /** Two points a second. */
  static EventPart part(RecordedEvent event) {
    List<EventPoint> path = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      float at = i / (float) POINTS;
      path.add(
          new EventPoint(
              event.startsAt().plusMillis(i * 500L), at / 2, 0.25f, at / 2 + 0.3f, 0.9f, 0.75f));
    }
    return new EventPart(1, event.startsAt(), event.endsAt(), path);
  }

  /** Adds the events of all streams, in the order of their times; how many there are. */
  long fill(Connection connection, int streams) throws SQLException {
    long filled = 0;
    String path = EventFacts.pathText(part(event("s0", begin, 0)).path());
    try (PreparedStatement events =
            connection.prepareStatement(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, 1, 0, 40000)");
        PreparedStatement parts =
            connection.prepareStatement("INSERT INTO event_part VALUES (?, 1, ?, ?, ?)")) {
      for (int row = 0; row < rows; row++) {
        for (int stream = 0; stream < streams && isFirst(row); stream++) {
          add(events, parts, of("s" + stream, row).orElseThrow(), path);
          filled++;
        }
        if (row % PAGE == 0 || row == rows - 1) {
          events.executeBatch();
          parts.executeBatch();
          connection.commit();
        }
      }
    }
    return filled;
  }

  private static void add(
      PreparedStatement events, PreparedStatement parts, RecordedEvent event, String path)
      throws SQLException {
    int at = 0;
    events.setString(++at, event.id());
    events.setString(++at, event.stream());
    events.setString(++at, event.label());
    events.setLong(++at, event.object().orElseThrow());
    events.setLong(++at, event.startsAt().toEpochMilli());
    events.setLong(++at, event.endsAt().toEpochMilli());
    events.setDouble(++at, event.score());
    events.setString(++at, EventRows.text(event.lines()));
    events.setString(++at, EventRows.text(event.zones()));
    events.setLong(++at, event.keepsFrom().toEpochMilli());
    events.setLong(++at, event.keepsTo().toEpochMilli());
    events.setLong(++at, event.keepsTo().toEpochMilli());
    events.addBatch();
    parts.setString(1, event.id());
    parts.setLong(2, event.startsAt().toEpochMilli());
    parts.setLong(3, event.endsAt().toEpochMilli());
    parts.setString(4, path);
    parts.addBatch();
  }

  /** What the page of events asks for, by its name. */
  void queries(BiConsumer<String, EventQuery> ask) {
    Instant end = begin.plusSeconds((long) rows * fileSeconds);
    Instant middle = begin.plusSeconds((long) rows * fileSeconds / 2);
    RecordedEvent inTheMiddle = event("s1", middle, 0);
    Optional<String> none = Optional.empty();
    Optional<String> stream = Optional.of("s1");
    Optional<Instant> day = Optional.of(middle.minus(Duration.ofDays(1)));
    Optional<Instant> to = Optional.of(middle);
    ask.accept("the newest 100", query(none, none, none, none, 0));
    ask.accept(
        "100 before one of the middle",
        new EventQuery(
            none,
            none,
            Optional.empty(),
            Optional.empty(),
            none,
            none,
            0,
            Optional.of(inTheMiddle.id()),
            PAGE));
    ask.accept("100 of a stream", query(stream, none, none, none, 0));
    ask.accept("100 of a label", query(none, Optional.of("person"), none, none, 0));
    ask.accept("100 of a rare label", query(none, Optional.of("bicycle"), none, none, 0));
    ask.accept(
        "100 of a stream and a rare label", query(stream, Optional.of("bicycle"), none, none, 0));
    ask.accept("100 of a rare zone", query(none, none, Optional.of("yard"), none, 0));
    ask.accept(
        "100 of a stream and a rare zone", query(stream, none, Optional.of("yard"), none, 0));
    ask.accept("100 of a rare line", query(none, none, none, Optional.of("gate"), 0));
    ask.accept(
        "100 of a stream and a rare line", query(stream, none, none, Optional.of("gate"), 0));
    ask.accept("100 of a rare score", query(none, none, none, none, 0.95));
    ask.accept("100 of a stream and a rare score", query(stream, none, none, none, 0.95));
    ask.accept("1,000 of a day", new EventQuery(none, none, day, to, none, none, 0, none, 1_000));
    ask.accept(
        "a day by stream, label, zone and score",
        new EventQuery(
            stream,
            Optional.of("person"),
            Optional.of(end.minus(Duration.ofDays(1))),
            Optional.of(end),
            Optional.of("street"),
            none,
            0.6,
            none,
            PAGE));
  }

  private static EventQuery query(
      Optional<String> stream,
      Optional<String> label,
      Optional<String> zone,
      Optional<String> line,
      double score) {
    return new EventQuery(
        stream,
        label,
        Optional.empty(),
        Optional.empty(),
        zone,
        line,
        score,
        Optional.empty(),
        PAGE);
  }
}
