package sluice.stage.sink.sql;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What failures of PostgreSQL's driver and server mean, and how they are told. Immutable. */
final class PostgresFailures {
  private static final int CLASS = 2;

  private final String user;
  private final DatabaseUrl.Postgres url;
  private final int answerSeconds;

  PostgresFailures(SqlSinkConfig config, DatabaseUrl.Postgres url, int answerSeconds) {
    this.user = config.user().map(name -> "user " + name).orElse("the user of the process");
    this.url = url;
    this.answerSeconds = answerSeconds;
  }

  /** What a failure means. Classes of PostgreSQL's documentation, appendix A. */
  SqlFailure of(SQLException failure) {
    String state = state(failure);
    return switch (state.substring(0, CLASS)) {
      case "22", "23", "54" -> new SqlFailure.OfRow(said(failure));
      case "08" -> new SqlFailure.OfDatabase(connection(failure));
      case "28" ->
          new SqlFailure.OfDatabase(
              "%s doesn't let %s in (%s): see user, password and the server's pg_hba.conf"
                  .formatted(url, user, said(failure)));
      case "40" ->
          new SqlFailure.OfDatabase(
              "%s ended the transaction for another one's sake (%s)".formatted(url, said(failure)));
      case "53" ->
          new SqlFailure.OfDatabase(
              "%s has no room for more (%s): see its disk, memory and max_connections"
                  .formatted(url, said(failure)));
      default -> new SqlFailure.OfDatabase(other(state, failure));
    };
  }

  private String other(String state, SQLException failure) {
    return switch (state) {
      case "3D000" -> "there is no such database at %s: create it".formatted(url);
      case "3F000" ->
          "no schema to make tables in at %s (%s): create it, or name another with currentSchema in"
                  .formatted(url, said(failure))
              + " the url";
      case "42501" ->
          "%s may not do what the sink needs at %s (%s): it needs CREATE for the first start, then"
                  .formatted(user, url, said(failure))
              + " SELECT and INSERT, UPDATE of runs, and DELETE for keep-age";
      case "42P07" ->
          "there is a table of this name at %s that isn't Sluice's (%s): give the sink a schema or"
                  .formatted(url, said(failure))
              + " a database of its own";
      case "42P01", "42703", "42804", "42P10" ->
          "tables at %s are not as Sluice made them (%s): restore them, or give the sink a schema"
                  .formatted(url, said(failure))
              + " of its own";
      case "25006" ->
          "%s can only be read: name the primary server, or targetServerType=primary in the url"
              .formatted(url);
      case "55P03" -> "somebody else locks tables at %s (%s)".formatted(url, said(failure));
      case "57014" -> "%s took too long for a statement and ended it".formatted(url);
      case "57P01", "57P02", "57P03" ->
          "%s is starting, stopping or recovering (%s)".formatted(url, said(failure));
      default -> "%s didn't take messages (%s, SQLSTATE %s)".formatted(url, said(failure), state);
    };
  }

  /** No connection, or none any more. */
  private String connection(SQLException failure) {
    if (DriverText.cause(failure, UnknownHostException.class) != null) {
      return "no machine is known by the name in %s: see the url and the name server"
          .formatted(url);
    }
    if (DriverText.cause(failure, SocketTimeoutException.class) != null) {
      return "no answer from %s within %d s: see whether the server hangs, or a firewall stands"
              .formatted(url, answerSeconds)
          + " between";
    }
    if (DriverText.cause(failure, ConnectException.class) != null) {
      return "%s takes no connection: see whether the server runs there, and its listen_addresses"
          .formatted(url);
    }
    if (DriverText.cause(failure, SSLException.class) != null
        || DriverText.cause(failure, CertificateException.class) != null) {
      return "TLS with %s failed: %s; see ca-file and sslmode"
          .formatted(url, DriverText.deepest(failure));
    }
    if (said(failure).contains("requireAuth")) {
      return "%s asks for the password in clear text, which nobody gets who isn't verified: name"
              .formatted(url)
          + " the server's authorities with ca-file, or let the server take SCRAM";
    }
    return "the connection to %s failed: %s".formatted(url, said(failure));
  }

  private static String state(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state == null || state.length() < CLASS ? "?????" : state;
  }

  /** What the server said, without its details, which may hold rows. */
  private static String said(SQLException failure) {
    @Nullable PSQLException cause = DriverText.cause(failure, PSQLException.class);
    @Nullable ServerErrorMessage server = cause == null ? null : cause.getServerErrorMessage();
    return DriverText.clean(server == null ? failure.getMessage() : server.getMessage());
  }
}
