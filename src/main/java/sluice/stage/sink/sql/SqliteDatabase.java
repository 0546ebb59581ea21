package sluice.stage.sink.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import sluice.core.util.SqliteLibrary;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.files.WritableFolder;

/** A file of SQLite. */
final class SqliteDatabase implements Database {
  private static final int BUSY_MILLIS = 3_000;
  private static final int MOST_JOURNAL_BYTES = 64 << 20;

  private final Path file;
  private final Path libraryFolder;
  private final boolean isTest;
  private final SqliteFailures failures;
  private volatile @Nullable SQLiteConnection connection;
  private @Nullable Object opened;

  /**
   * Opens nothing.
   *
   * @param libraryFolder where the driver's library is unpacked to, with the first file that a
   *     process opens
   * @param isTest whether nothing may be changed: a file that isn't there stays so
   */
  SqliteDatabase(Path file, Path libraryFolder, boolean isTest) {
    this.file = file.toAbsolutePath();
    this.libraryFolder = libraryFolder;
    this.isTest = isTest;
    this.failures = new SqliteFailures(file);
  }

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public Connection connect() throws SQLException, IOException {
    SqliteLibrary.unpackTo(libraryFolder);
    boolean isInMemory = isTest && !Files.exists(file);
    if (!isTest) {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setSynchronous(SynchronousMode.FULL);
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    if (!isTest) {
      config.setJournalMode(JournalMode.WAL);
      config.setJournalSizeLimit(MOST_JOURNAL_BYTES);
    }
    SQLiteConnection made =
        (SQLiteConnection)
            config.createConnection("jdbc:sqlite:" + (isInMemory ? ":memory:" : file));
    connection = made;
    opened = key();
    return made;
  }

  @Override
  public void abort() {
    SQLiteConnection open = connection;
    try {
      if (open != null && !open.isClosed()) {
        open.getDatabase().interrupt();
      }
    } catch (SQLException e) {
      // It is closed, and does nothing that could be ended.
    }
  }

  /** Whoever moves the file away would have rows written after it. */
  @Override
  public boolean isCurrent() {
    return isTest || Objects.equals(opened, key());
  }

  private @Nullable Object key() {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public int schemaVersion(Connection open) throws SQLException {
    String tables =
        text(open, "SELECT count(*) FROM sqlite_master WHERE name = 'sluice_schema_version'");
    return tables.equals("0")
        ? 0
        : Integer.parseInt(
            text(open, "SELECT coalesce(max(version), 0) FROM sluice_schema_version"));
  }

  /** The transaction has locked all of the file. */
  @Override
  public void lockSchema(Connection open) {}

  @Override
  public String deletion(Table table) {
    return ("DELETE FROM %1$s WHERE rowid IN ("
            + "SELECT rowid FROM %1$s WHERE stream = ? AND occurred_at < ? LIMIT ?)")
        .formatted(table.tableName());
  }

  @Override
  public SqlFailure failure(SQLException failure) {
    return failures.of(failure);
  }

  @Override
  public List<SinkFact> facts(Connection open) throws SQLException {
    return List.of(
        new SinkFact("library", "SQLite " + text(open, "SELECT sqlite_version()")),
        new SinkFact("file", file + (Files.exists(file) ? "" : ", to be made")));
  }

  /**
   * What is seen of the folder.
   *
   * @throws IOException when nothing can be written there
   */
  List<SinkFact> folderFacts() throws IOException {
    return WritableFolder.test(file);
  }

  private static String text(Connection open, String query) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      String value = result.next() ? result.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
