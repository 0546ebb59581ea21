package sluice.recording.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements with values, and what comes of them. */
final class Sql {
  private Sql() {}

  /** What is done with a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /** Makes a value of the row that a result is at. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What is done with a row. */
  @FunctionalInterface
  interface RowTaker {
    void take(ResultSet row) throws SQLException;
  }

  /** Runs a statement without values and results. */
  static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Runs a statement that changes rows; how many it changed. */
  static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** All rows of a query. */
  static <T> List<T> list(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    each(connection, sql, row -> rows.add(reader.read(row)), values);
    return rows;
  }

  /** The first row of a query. */
  static <T> Optional<T> first(
      Connection connection, String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
    }
  }

  /** The number that a query has as its only result; 0 where it has none. */
  static long number(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    return first(connection, sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** Gives each row of a query to a taker, without holding more than one. */
  static void each(Connection connection, String sql, RowTaker taker, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        taker.take(result);
      }
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
