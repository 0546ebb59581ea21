package sluice.stage.sink.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import sluice.stage.sink.SinkFact;

/**
 * A kind of database: how a connection is made, and what others do in another way. For the sink's
 * thread, but for {@link #abort}.
 */
interface Database {

  /** The beginning of the names of its scripts. */
  String name();

  /**
   * Makes a connection, with automatic commits.
   *
   * @throws IOException when the file can't be there
   */
  Connection connect() throws SQLException, IOException;

  /**
   * Ends what a connection, or the making of one, waits for, as soon as can be: its call fails
   * then, and it is of no use any more. From any thread, while a call runs.
   */
  void abort();

  /** Whether what was connected to is still what the settings name; asked before each use. */
  boolean isCurrent();

  /** The version of the tables that are there, 0 where there are none. */
  int schemaVersion(Connection connection) throws SQLException;

  /** Keeps others that are about to make tables away until the end of the transaction. */
  void lockSchema(Connection connection) throws SQLException;

  /**
   * The statement that deletes some rows of a stream that are older than a time; its parameters are
   * stream, time, and most rows.
   */
  String deletion(Table table);

  /** What a failure means. */
  SqlFailure failure(SQLException failure);

  /** What the test of a connection tells of the server or the file. */
  List<SinkFact> facts(Connection connection) throws SQLException;
}
