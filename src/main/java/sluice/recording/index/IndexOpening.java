package sluice.recording.index;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFile;
import sluice.core.util.PrivateFolder;
import sluice.core.util.SqliteLibrary;

/**
 * Opens an index's file, or makes it.
 *
 * @param connection the one that may change it
 * @param endedCleanly whether the last process that had it open has closed it; a new one counts as
 *     such
 */
record IndexOpening(Connection connection, boolean endedCleanly) {
  private static final Logger LOG = LoggerFactory.getLogger(IndexOpening.class);
  private static final String LIBRARY_FOLDER = "sqlite";

  /**
   * Opens a file for this process; it is marked as open from now on.
   *
   * @throws DamagedIndexException when it is damaged, or something else
   * @throws SluiceException when it can't be used
   */
  static IndexOpening of(Path file, IndexConnections connections, IndexFailures failures) {
    prepare(file.toAbsolutePath());
    try {
      Connection connection = connections.writer();
      try {
        return new IndexOpening(connection, begin(connection, failures));
      } catch (SQLException | RuntimeException e) {
        closeAfter(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  private static void prepare(Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        PrivateFolder.create(folder);
      }
      SqliteLibrary.unpackTo(file.resolveSibling(LIBRARY_FOLDER));
      // An empty file is an empty database; what SQLite puts beside it gets its mode.
      PrivateFile.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "index of recordings %s: %s (expected: a file that this user can write)"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }

  private static boolean begin(Connection connection, IndexFailures failures) throws SQLException {
    boolean isNew = isNew(connection);
    if (isNew) {
      Sql.run(connection, "PRAGMA auto_vacuum = INCREMENTAL"); // only ever before the first table
    } else {
      identify(connection, failures);
    }
    Sql.run(connection, "PRAGMA journal_mode = WAL");
    if (isNew) {
      create(connection);
    }
    boolean clean = Sql.number(connection, "SELECT clean FROM closing") == 1;
    if (!clean) {
      check(connection, failures);
    }
    if (version(connection) < IndexSchema.VERSION) {
      migrate(connection);
    }
    markAsOpen(connection);
    return clean;
  }

  private static boolean isNew(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM sqlite_master") == 0
        && Sql.number(connection, "PRAGMA application_id") == 0
        && Sql.number(connection, "PRAGMA user_version") == 0;
  }

  private static void identify(Connection connection, IndexFailures failures) throws SQLException {
    if (Sql.number(connection, "PRAGMA application_id") != IndexSchema.APPLICATION) {
      throw failures.damaged("it is a database of another program", null);
    }
    int version = version(connection);
    if (version > IndexSchema.VERSION) {
      throw failures.newer(version, IndexSchema.VERSION);
    }
    if (version < IndexSchema.OLDEST) {
      throw failures.damaged("it has version " + version, null);
    }
  }

  private static int version(Connection connection) throws SQLException {
    return (int) Sql.number(connection, "PRAGMA user_version");
  }

  private static void migrate(Connection connection) throws SQLException {
    LOG.info("recordings: their index is taken over from an older version");
    Sql.run(connection, "BEGIN IMMEDIATE");
    IndexSchema.migrate(connection);
    Sql.run(connection, "COMMIT"); // a failure before ends with the connection
  }

  private static void create(Connection connection) throws SQLException {
    Sql.run(connection, "BEGIN IMMEDIATE");
    IndexSchema.create(connection);
    Sql.run(connection, "COMMIT"); // a failure before ends with the connection
  }

  private static void check(Connection connection, IndexFailures failures) throws SQLException {
    String found =
        Sql.first(connection, "PRAGMA quick_check(1)", row -> row.getString(1)).orElse("nothing");
    if (!found.equals("ok")) {
      throw failures.damaged(found, null);
    }
  }

  /** On the disk before anything else: what follows may be lost, and must not look closed. */
  private static void markAsOpen(Connection connection) throws SQLException {
    Sql.run(connection, "PRAGMA synchronous = FULL");
    Sql.run(connection, "UPDATE closing SET clean = 0");
    Sql.run(connection, "PRAGMA synchronous = NORMAL");
  }

  private static void closeAfter(Connection connection, Exception failure) {
    try {
      connection.close();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
