package sluice.stage.sink.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection and what is prepared for it. Rows of messages that are there already are left as
 * they are, so messages may be written again. For one thread; has one owner, who closes it.
 */
final class Session {
  private static final int MOST_RUNS = 1_000;

  private final Connection connection;
  private final Map<Table, PreparedStatement> statements = new EnumMap<>(Table.class);

  /** Runs that were written, with their source where it was known; the latest ones. */
  private final Map<String, String> runs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_RUNS;
        }
      };

  /** Takes a connection with automatic commits, which it closes. */
  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Begins a transaction. SQLite's driver would begin one right after each that was committed. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Commits the transaction. */
  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Writes messages in one transaction: all or, where it throws, none. */
  void store(List<MessageRows> messages) throws SQLException {
    try {
      begin();
      Map<String, Row> newRuns = insert(messages);
      commit();
      newRuns.forEach((key, run) -> runs.put(key, source(run)));
    } catch (SQLException e) {
      rollback(e);
      throw e;
    }
  }

  /** Writes messages within a transaction; returns the runs that were written. */
  Map<String, Row> insert(List<MessageRows> messages) throws SQLException {
    Map<String, Row> newRuns = newRuns(messages);
    Set<Table> tables = EnumSet.noneOf(Table.class);
    for (Row run : newRuns.values()) {
      add(run, tables);
    }
    for (MessageRows message : messages) {
      for (Row row : message.rows()) {
        add(row, tables);
      }
    }
    for (Table table : tables) {
      statement(table).executeBatch();
    }
    return newRuns;
  }

  /** The rows of runs that aren't known to be there, one each. */
  private Map<String, Row> newRuns(List<MessageRows> messages) {
    Map<String, Row> found = new HashMap<>();
    for (MessageRows message : messages) {
      Row run = message.run();
      String key = run.get("stream") + " " + run.get("run");
      @Nullable String known = runs.get(key);
      if (known != null && (!known.isEmpty() || source(run).isEmpty())) {
        continue;
      }
      Row first = found.putIfAbsent(key, run);
      if (first != null && source(first).isEmpty()) {
        first.set("source", run.get("source"));
      }
    }
    return found;
  }

  private static String source(Row run) {
    return run.get("source") instanceof String source ? source : "";
  }

  private void add(Row row, Set<Table> tables) throws SQLException {
    PreparedStatement statement = statement(row.table());
    int index = 1;
    for (Table.Column column : row.table().columns()) {
      set(statement, index, column.kind(), row.get(column.name()));
      index++;
    }
    statement.addBatch();
    tables.add(row.table());
  }

  private static void set(
      PreparedStatement statement, int index, Table.Kind kind, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, kind.type());
      case String text -> statement.setString(index, text);
      case Double number -> statement.setDouble(index, number);
      case Number number -> statement.setLong(index, number.longValue());
      case byte[] bytes -> statement.setBytes(index, bytes);
      default -> throw new IllegalArgumentException("no column holds such a value");
    }
  }

  private PreparedStatement statement(Table table) throws SQLException {
    PreparedStatement statement = statements.get(table);
    if (statement == null) {
      statement = connection.prepareStatement(table.insert());
      statements.put(table, statement);
    }
    return statement;
  }

  /** Takes the transaction back, and what was to be written with it. */
  private void rollback(SQLException cause) {
    try {
      for (PreparedStatement statement : statements.values()) {
        statement.clearBatch();
      }
      rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e); // the connection is given up with it
    }
  }

  /** Asks for something, to see whether the connection still works. */
  void check() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    }
  }

  /** Takes the transaction back. */
  void rollback() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Closes the connection, without waiting for statements. */
  void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is of no use any more.
    }
  }
}
