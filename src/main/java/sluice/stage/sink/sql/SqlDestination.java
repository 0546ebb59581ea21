package sluice.stage.sink.sql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.message.Message;
import sluice.core.util.FileFailure;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.Settlement;

/**
 * A database. Messages of one call are one transaction; where a row of it is turned down, halves of
 * it are, until the message that the row is of stands alone and is refused.
 */
final class SqlDestination implements Destination {
  /** After this time a call is ended from outside; what its end takes is well within the limit. */
  static final Duration CALL_BUDGET = CALL_LIMIT.minusSeconds(20);

  /** How long PostgreSQL's driver waits for the server to say something. */
  static final int ANSWER_SECONDS = 10;

  private static final Duration CLOSE_BUDGET = Duration.ofSeconds(3);
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

  private final SqlSinkConfig config;
  private final Database database;
  private final Optional<Retention> retention;
  private final Duration budget;
  private @Nullable Session session;
  private long checkedAt;

  /**
   * Opens nothing.
   *
   * @param budget how long a call may take before it is ended
   */
  SqlDestination(
      SqlSinkConfig config, Database database, DestinationContext context, Duration budget) {
    this.config = config;
    this.database = database;
    this.budget = budget;
    this.retention =
        config
            .keepAge()
            .map(age -> new Retention(age, database, context.clock(), System::nanoTime));
  }

  /** The destination that settings name. */
  static SqlDestination of(SqlSinkConfig config, DestinationContext context) {
    Database database =
        switch (config.url()) {
          case DatabaseUrl.Postgres server -> new PostgresDatabase(config, server, ANSWER_SECONDS);
          case DatabaseUrl.Sqlite file ->
              new SqliteDatabase(file.file(), context.folder(), context.isTest());
        };
    return new SqlDestination(config, database, context, CALL_BUDGET);
  }

  @Override
  public int batchSize() {
    return config.batchSize();
  }

  @Override
  public Duration linger() {
    return Duration.ofMillis(200);
  }

  @Override
  public void deliver(List<Message> messages, Settlement settlement)
      throws DeliveryException, InterruptedException {
    List<MessageRows> readable = new ArrayList<>();
    List<Message> unreadable = new ArrayList<>();
    for (Message message : messages) {
      try {
        readable.add(MessageRows.of(message));
      } catch (IOException e) {
        unreadable.add(message);
      }
    }
    call(
        guard -> {
          store(connected(), readable, settlement, guard);
          unreadable.forEach(
              message -> settlement.refused(message, "its JSON is not that of such a message"));
          tidy(connected());
        });
  }

  /** Writes messages in their order, together or in halves. */
  private void store(
      Session open, List<MessageRows> messages, Settlement settlement, CallGuard guard)
      throws SQLException, DeliveryException, InterruptedException {
    if (messages.isEmpty()) {
      return;
    }
    if (guard.isOver()) {
      throw new DeliveryException(
          "%s takes messages slowly; the others of a batch follow".formatted(config.url()),
          Duration.ZERO);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      open.store(messages);
    } catch (SQLException e) {
      if (!(database.failure(e) instanceof SqlFailure.OfRow(String reason))) {
        throw e;
      }
      if (messages.size() == 1) {
        settlement.refused(messages.getFirst().message(), reason);
        return;
      }
      int half = messages.size() / 2;
      store(open, messages.subList(0, half), settlement, guard);
      store(open, messages.subList(half, messages.size()), settlement, guard);
      return;
    }
    messages.forEach(each -> settlement.acknowledged(each.message()));
  }

  private void tidy(Session open) throws SQLException {
    if (retention.isPresent() && retention.get().isDue()) {
      retention.get().run(open.connection());
    }
  }

  @Override
  public void idle() throws DeliveryException, InterruptedException {
    boolean isConnected = session != null && database.isCurrent();
    boolean isCheckDue = System.nanoTime() - checkedAt > CHECK_INTERVAL.toNanos();
    boolean isTidyDue = retention.isPresent() && retention.get().isDue();
    if (isConnected && !isCheckDue && !isTidyDue) {
      return;
    }
    call(
        guard -> {
          Session open = connected();
          if (isCheckDue) {
            open.check();
            checkedAt = System.nanoTime();
          }
          tidy(open);
        });
  }

  @Override
  public List<SinkFact> test(Message message) throws DeliveryException, InterruptedException {
    List<SinkFact> facts = new ArrayList<>();
    call(
        guard -> {
          Session open = new Session(database.connect());
          session = open;
          open.begin();
          int version = Schema.prepare(open.connection(), database);
          open.insert(List.of(MessageRows.of(message)));
          facts.addAll(database.facts(open.connection()));
          if (database instanceof SqliteDatabase file) {
            facts.addAll(file.folderFacts());
          }
          facts.add(
              new SinkFact(
                  "tables", "version " + Schema.VERSION + (version == 0 ? ", to be made" : "")));
          facts.add(new SinkFact("test row", "written and taken back"));
          open.rollback();
        });
    return facts;
  }

  /** The session, with tables that can be written to; a new one where there is none. */
  private Session connected() throws SQLException, IOException, DeliveryException {
    if (session != null && !database.isCurrent()) {
      disconnect();
    }
    Session open = session;
    if (open == null) {
      open = new Session(database.connect());
      session = open;
      open.begin();
      Schema.prepare(open.connection(), database);
      open.commit();
      checkedAt = System.nanoTime();
    }
    return open;
  }

  private interface Call {
    void run(CallGuard guard)
        throws SQLException, IOException, DeliveryException, InterruptedException;
  }

  /** Runs a call with a limit. Whatever fails takes the connection with it. */
  private void call(Call call) throws DeliveryException, InterruptedException {
    boolean keeps = false;
    CallGuard guard = new CallGuard(budget, database::abort);
    try (guard) {
      call.run(guard);
      keeps = true;
    } catch (SQLException | IOException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      throw failed(e, guard);
    } finally {
      if (!keeps || guard.hasAborted()) {
        database.abort();
        disconnect();
      }
    }
  }

  private DeliveryException failed(Exception cause, CallGuard guard) {
    if (guard.hasAborted()) {
      return new DeliveryException(
          "%s didn't end a call within %d s; it was cut off: see whether the database hangs"
              .formatted(config.url(), budget.toSeconds()),
          cause);
    }
    return switch (cause) {
      case SQLException e ->
          new DeliveryException(
              switch (database.failure(e)) {
                case SqlFailure.OfDatabase(String message) -> message;
                case SqlFailure.OfRow(String reason) -> config.url() + ": " + reason;
              },
              e);
      case IOException e ->
          new DeliveryException(
              "%s can't be made: %s".formatted(config.url(), FileFailure.reason(e)), e);
      default -> throw new IllegalArgumentException(cause);
    };
  }

  /** Closes the connection in a short time, also where the thread was interrupted. */
  private void disconnect() {
    Session open = session;
    session = null;
    if (open == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (CallGuard _ = new CallGuard(CLOSE_BUDGET, database::abort)) {
      open.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    disconnect();
  }
}
