package sluice.stage.sink.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import sluice.stage.sink.delivery.DeliveryException;

/**
 * The tables of the sink. Each version has a script for each kind of database, {@code
 * postgresql-1.sql} and so on, which makes it of the version before and says so in {@code
 * sluice_schema_version}.
 */
final class Schema {
  /** The version that this Sluice writes. */
  static final int VERSION = 1;

  private Schema() {}

  /**
   * Makes the tables of a connection what they have to be. The caller commits, or not.
   *
   * @return the version that was there, 0 where there was none
   * @throws DeliveryException when they are of a newer version
   */
  static int prepare(Connection connection, Database database)
      throws SQLException, DeliveryException {
    int version = database.schemaVersion(connection);
    if (version < VERSION) {
      database.lockSchema(connection);
      version = database.schemaVersion(connection); // another one may have been quicker
    }
    if (version > VERSION) {
      throw new DeliveryException(
          "the database's tables are of version %d, and this Sluice knows %d at the most: it is"
                  .formatted(version, VERSION)
              + " older than the database; update Sluice, or give the sink another database");
    }
    for (int next = version + 1; next <= VERSION; next++) {
      try (Statement statement = connection.createStatement()) {
        for (String each : statements(database.name(), next)) {
          statement.execute(each);
        }
      }
    }
    return version;
  }

  /** The statements of a script: each ends with a line, and lines of comments are left out. */
  static List<String> statements(String database, int version) {
    String name = database + "-" + version + ".sql";
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no script " + name);
      }
      String text =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"));
      return Arrays.stream(text.split(";(?:\n|$)")).filter(each -> !each.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
