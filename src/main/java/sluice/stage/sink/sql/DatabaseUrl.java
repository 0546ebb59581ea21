package sluice.stage.sink.sql;

import java.nio.file.Path;
import java.util.Map;

/** Where a database is. Holds no secret: addresses with one are refused. */
public sealed interface DatabaseUrl {

  /** The address as it was written. */
  String text();

  /**
   * A file of SQLite.
   *
   * @param file as it was written; relative to the folder that the process works in
   */
  record Sqlite(String text, Path file) implements DatabaseUrl {

    /** The file. */
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /**
   * A database of a PostgreSQL server.
   *
   * @param servers {@code host:port}, several with commas between, which are tried in turn
   * @param database its name, percent-encoded
   * @param parameters of the driver, decoded, by their names
   */
  record Postgres(String text, String servers, String database, Map<String, String> parameters)
      implements DatabaseUrl {

    /** Keeps a copy of the map. */
    public Postgres {
      parameters = Map.copyOf(parameters);
    }

    /** How the connection is encrypted and the server verified; empty where nothing is said. */
    String tlsMode() {
      return parameters.getOrDefault(UrlParameters.TLS_MODE, "");
    }

    /** Server and database. */
    @Override
    public String toString() {
      return servers + "/" + database;
    }
  }
}
