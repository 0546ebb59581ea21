package sluice.recording.index;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Makes connections to an index's file. Immutable. */
final class IndexConnections {
  private static final int BUSY_MILLIS = 5_000;
  private static final int MOST_JOURNAL_BYTES = 64 << 20;

  private final Path file;

  IndexConnections(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** One that may change the file. */
  Connection writer() throws SQLException {
    SQLiteConfig config = config();
    config.setSynchronous(SynchronousMode.NORMAL);
    config.enforceForeignKeys(true);
    config.setJournalSizeLimit(MOST_JOURNAL_BYTES);
    return config.createConnection(url());
  }

  /** One that only reads, while there is a writer. */
  Connection reader() throws SQLException {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return config.createConnection(url());
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false);
    return config;
  }

  private String url() {
    return "jdbc:sqlite:" + file;
  }
}
