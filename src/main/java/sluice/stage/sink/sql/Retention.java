package sluice.stage.sink.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Deletes rows by their age, some at a time: a call begins no further statement after {@link
 * #CALL_BUDGET}. All tables and streams are gone over once a minute. For one thread.
 */
final class Retention {
  static final int MOST_ROWS = 10_000;

  /** Pictures are a thousand times as large as rows. */
  static final int MOST_PICTURES = 200;

  private static final Duration CALL_BUDGET = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);
  private static final List<Table> TABLES =
      List.of(Table.PICTURES, Table.DETECTIONS, Table.FRAMES, Table.EVENTS, Table.STATES);

  /**
   * A run that ended before another one of its stream began has no messages after that. The first
   * condition follows from the others, and keeps recent runs from being compared with each other.
   */
  private static final String OLD_RUNS =
      "DELETE FROM runs WHERE started_at < ? AND EXISTS (SELECT 1 FROM runs later WHERE"
          + " later.stream = runs.stream AND later.started_at > runs.started_at AND"
          + " later.started_at < ?)";

  private record Step(Table table, String stream) {}

  private final Duration keepAge;
  private final Database database;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Deque<Step> steps = new ArrayDeque<>();
  private long due;

  /**
   * Deletes nothing yet.
   *
   * @param keepAge age at which rows are deleted
   * @param clock tells what is old
   * @param nanos a clock that always goes on, in nanoseconds
   */
  Retention(Duration keepAge, Database database, Clock clock, LongSupplier nanos) {
    this.keepAge = keepAge;
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
    this.due = nanos.getAsLong();
  }

  /** Whether there is something to do. */
  boolean isDue() {
    return nanos.getAsLong() - due >= 0;
  }

  /**
   * Deletes for a while. After a failure nothing is tried for ten minutes.
   *
   * @param connection with automatic commits
   */
  void run(Connection connection) throws SQLException {
    due = nanos.getAsLong() + AFTER_FAILURE.toNanos();
    long begin = nanos.getAsLong();
    String before = MessageRows.time(clock.instant().minus(keepAge));
    if (steps.isEmpty()) {
      plan(connection);
    }
    while (!steps.isEmpty() && nanos.getAsLong() - begin < CALL_BUDGET.toNanos()) {
      if (isDone(connection, steps.getFirst(), before)) {
        steps.removeFirst();
      }
    }
    if (steps.isEmpty()) {
      deleteRuns(connection, before);
    }
    due = steps.isEmpty() ? begin + INTERVAL.toNanos() : begin;
  }

  private void plan(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet streams = statement.executeQuery("SELECT DISTINCT stream FROM runs")) {
      while (streams.next()) {
        String stream = streams.getString(1);
        TABLES.forEach(table -> steps.add(new Step(table, stream)));
      }
    }
  }

  /** Deletes some rows; whether no more are left. */
  private boolean isDone(Connection connection, Step step, String before) throws SQLException {
    int most = step.table() == Table.PICTURES ? MOST_PICTURES : MOST_ROWS;
    try (PreparedStatement statement =
        connection.prepareStatement(database.deletion(step.table()))) {
      statement.setString(1, step.stream());
      statement.setString(2, before);
      statement.setInt(3, most);
      return statement.executeUpdate() < most;
    }
  }

  private static void deleteRuns(Connection connection, String before) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OLD_RUNS)) {
      statement.setString(1, before);
      statement.setString(2, before);
      statement.executeUpdate();
    }
  }
}
