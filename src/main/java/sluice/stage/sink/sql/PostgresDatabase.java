package sluice.stage.sink.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import sluice.stage.sink.SinkFact;

/** A database of a PostgreSQL server. */
final class PostgresDatabase implements Database {
  /** Held on to, for the logging system doesn't: what the driver says, the sink tells itself. */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  /** Names the lock of whoever makes the tables. */
  private static final long SCHEMA_LOCK = 0x736c75696365L;

  private static final String CONNECT_SECONDS = "3";

  /** Shorter than the wait for an answer, so that the server says what took so long. */
  private static final String LIMITS = "SET statement_timeout = '8s'; SET lock_timeout = '5s'";

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private final DatabaseUrl.Postgres url;
  private final Properties properties;
  private final PostgresFailures failures;
  private final OpenSockets sockets = new OpenSockets();
  private final boolean verifies;

  /**
   * Connects to nothing.
   *
   * @param answerSeconds how long the driver waits for the server to say something
   */
  PostgresDatabase(SqlSinkConfig config, DatabaseUrl.Postgres url, int answerSeconds) {
    this.url = url;
    this.failures = new PostgresFailures(config, url, answerSeconds);
    this.properties = properties(config, url);
    this.verifies = tlsMode(config, url).startsWith("verify-");
    PGProperty.SOCKET_TIMEOUT.set(properties, answerSeconds);
  }

  private static Properties properties(SqlSinkConfig config, DatabaseUrl.Postgres url) {
    Properties all = new Properties();
    url.parameters().forEach(all::setProperty);
    config.user().ifPresent(user -> PGProperty.USER.set(all, user));
    config.password().ifPresent(password -> PGProperty.PASSWORD.set(all, password.reveal()));
    PGProperty.APPLICATION_NAME.set(all, "sluice");
    PGProperty.CONNECT_TIMEOUT.set(all, CONNECT_SECONDS);
    PGProperty.LOGIN_TIMEOUT.set(all, 0); // else it connects on another thread
    PGProperty.TCP_KEEP_ALIVE.set(all, true);
    PGProperty.REWRITE_BATCHED_INSERTS.set(all, true);
    PGProperty.STRING_TYPE.set(all, "unspecified"); // times and JSON are given as texts
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(all, false); // it would hold rows
    PGProperty.SOCKET_FACTORY.set(all, OpenSockets.Factory.class.getName());
    PGProperty.SSL_PASSWORD.set(all, ""); // else the driver asks for it at the terminal
    String mode = tlsMode(config, url);
    PGProperty.SSL_MODE.set(all, mode);
    if (config.caFile().isPresent()) {
      PGProperty.SSL_ROOT_CERT.set(all, config.caFile().get().toString());
    } else if (mode.startsWith("verify-")) {
      PGProperty.SSL_FACTORY.set(all, DefaultJavaSSLFactory.class.getName());
    }
    if (!mode.startsWith("verify-")) {
      PGProperty.REQUIRE_AUTH.set(all, "!password"); // anybody could ask for it
    }
    return all;
  }

  private static String tlsMode(SqlSinkConfig config, DatabaseUrl.Postgres url) {
    if (!url.tlsMode().isEmpty()) {
      return url.tlsMode();
    }
    return config.caFile().isPresent() ? "verify-full" : "prefer";
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public Connection connect() throws SQLException {
    sockets.close();
    String address = "jdbc:postgresql://%s/%s".formatted(url.servers(), url.database());
    @Nullable Connection made =
        sockets.during(() -> new Driver().connect(address, (Properties) properties.clone()));
    if (made == null) {
      throw new SQLException("the driver does not know the address");
    }
    try (Statement statement = made.createStatement()) {
      statement.execute(LIMITS);
      return made;
    } catch (SQLException e) {
      abort();
      throw e;
    }
  }

  @Override
  public void abort() {
    sockets.close();
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public int schemaVersion(Connection connection) throws SQLException {
    if (text(connection, "SELECT to_regclass('sluice_schema_version')").isEmpty()) {
      return 0;
    }
    String version =
        text(connection, "SELECT coalesce(max(version), 0) FROM sluice_schema_version");
    return Integer.parseInt(version);
  }

  @Override
  public void lockSchema(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      statement.setLong(1, SCHEMA_LOCK);
      statement.execute();
    }
  }

  @Override
  public String deletion(Table table) {
    return ("DELETE FROM %1$s WHERE ctid = ANY(ARRAY("
            + "SELECT ctid FROM %1$s WHERE stream = ? AND occurred_at < ? LIMIT ?))")
        .formatted(table.tableName());
  }

  @Override
  public SqlFailure failure(SQLException failure) {
    return failures.of(failure);
  }

  @Override
  public List<SinkFact> facts(Connection connection) throws SQLException {
    List<SinkFact> facts = new ArrayList<>();
    facts.add(
        new SinkFact(
            "server", "PostgreSQL " + text(connection, "SHOW server_version") + " at " + url));
    facts.add(new SinkFact("schema", text(connection, "SELECT current_schema()")));
    facts.add(new SinkFact("user", text(connection, "SELECT current_user")));
    String tls = text(connection, "SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    facts.add(
        new SinkFact(
            "TLS",
            tls.isEmpty() ? "none" : tls + (verifies ? ", verified" : ", server not verified")));
    facts.add(new SinkFact("rights", rights(connection)));
    return facts;
  }

  /** Rights that the user has on the tables, and those that are missing. */
  private static String rights(Connection connection) throws SQLException {
    List<String> there = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    boolean creates =
        text(connection, "SELECT has_schema_privilege(current_schema(), 'CREATE')").equals("t");
    (creates ? there : missing).add("CREATE");
    for (String right : List.of("SELECT", "INSERT", "DELETE")) {
      boolean has = true;
      for (Table table : Table.values()) {
        has &= mayOn(connection, table, right);
      }
      (has ? there : missing).add(right);
    }
    (mayOn(connection, Table.RUNS, "UPDATE") ? there : missing).add("UPDATE of runs");
    return String.join(", ", there)
        + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing));
  }

  private static boolean mayOn(Connection connection, Table table, String right)
      throws SQLException {
    return text(
            connection,
            "SELECT has_table_privilege('%s', '%s')".formatted(table.tableName(), right))
        .equals("t");
  }

  /** The first value that a query gives; empty where there is none. */
  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      String value = result.next() ? result.getString(1) : null;
      return value == null ? "" : value;
    }
  }
}
