package sluice.stage.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failures of the real library mean. */
class SqliteFailuresTest {
  @TempDir Path folder;

  private SqlFailure failure(String options, String... statements) throws SQLException {
    Path file = folder.resolve("a.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + options);
        Statement statement = connection.createStatement()) {
      return new SqliteFailures(Path.of("a.db"))
          .of(
              catchThrowableOfType(
                  SQLException.class,
                  () -> {
                    for (String each : statements) {
                      statement.execute(each);
                    }
                  }));
    }
  }

  @Test
  void aFullDisk_isToldOf() throws SQLException {
    assertThat(
            failure(
                "",
                "PRAGMA max_page_count = 2",
                "CREATE TABLE a (b)",
                "INSERT INTO a VALUES (zeroblob(100000))"))
        .isEqualTo(new SqlFailure.OfDatabase("no room for a.db: make some on its disk"));
  }

  @Test
  void aFileThatCantBeWritten_isToldOf() throws Exception {
    failure("", "CREATE TABLE a (b UNIQUE)", "INSERT INTO a VALUES (1)", "no statement");
    assertThat(Files.exists(folder.resolve("a.db"))).isTrue();

    assertThat(failure("?open_mode=1", "INSERT INTO a VALUES (2)"))
        .isEqualTo(
            new SqlFailure.OfDatabase(
                "a.db can't be written: give the service's user the right to write the file and its"
                    + " folder"));
    assertThat(failure("", "INSERT INTO a VALUES (1)"))
        .isEqualTo(
            new SqlFailure.OfRow("A UNIQUE constraint failed (UNIQUE constraint failed: a.b)"));
    assertThat(failure("", "SELECT * FROM nowhere"))
        .isEqualTo(
            new SqlFailure.OfDatabase(
                "a.db didn't take messages (SQL error or missing database (no such table:"
                    + " nowhere))"));
  }
}
