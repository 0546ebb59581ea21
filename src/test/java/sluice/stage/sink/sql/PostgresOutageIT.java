package sluice.stage.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Delivery;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.core.message.PublishObserver;
import sluice.core.message.StateChange;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.delivery.Deliveries;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.sql.SqlFixture.Settled;
import sluice.testing.servers.PostgresServer;

/** What becomes of messages while a real server is killed, stopped and started again. */
@Timeout(120)
class PostgresOutageIT {
  private static final int ROUND = 300;

  private static PostgresServer server;
  private static int databases;

  @TempDir Path folder;
  private final Settled settled = new Settled();

  @BeforeAll
  static void start() {
    server = new PostgresServer();
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private String newDatabase() {
    String database = "outage" + databases++;
    server.createDatabase(database);
    return database;
  }

  private SqlSinkConfig config(String database) {
    return SqlFixture.config(
        folder, "user = postgres, url = \"%s\"".formatted(server.url(database)), "unused");
  }

  private SqlDestination impatient(String database, int answerSeconds, Duration budget) {
    SqlSinkConfig config = config(database);
    return SqlFixture.impatient(
        folder, (DatabaseUrl.Postgres) config.url(), config, answerSeconds, budget);
  }

  private StreamSink open(Deliveries deliveries, SqlSinkConfig config, RunIds ids) {
    Housekeeping housekeeping =
        new Housekeeping(Runnable::run, Clock.systemUTC(), System::nanoTime);
    return deliveries.open(
        config,
        new SinkContext(
            "lobby", Delivery.LATEST, Clock.systemUTC(), housekeeping, ids, SinkThreads.shared()));
  }

  private static void tell(StreamSink sink) {
    for (int i = 0; i < ROUND; i++) {
      sink.entered(new StateChange("running", "frames flow", Instant.now()));
    }
  }

  @Test
  void rowsAreComplete_andThereOnce_afterTheServerWasKilled() {
    String database = newDatabase();
    RunIds ids = new RunIds();
    try (Deliveries deliveries =
        new Deliveries(
            folder.resolve("spool"),
            (config, own) ->
                new SqlSinkType()
                    .destination(
                        (SqlSinkConfig) config, SqlFixture.context(own, Clock.systemUTC(), false)),
            Clock.systemUTC(),
            PublishObserver.NONE)) {
      StreamSink sink = open(deliveries, config(database), ids);
      await().until(() -> sink.health().healthy());
      for (int round = 1; round <= 2; round++) {
        tell(sink);
        long some = (round - 1) * 2 * ROUND + 100;
        await().until(() -> sink.health().written() >= some);
        server.kill();
        tell(sink);
        await().until(() -> !sink.health().healthy());
        assertThat(sink.health().lastError()).isPresent();
        server.start();
        long all = round * 2 * ROUND;
        await().atMost(Duration.ofSeconds(40)).until(() -> sink.health().written() == all);
      }
      await().until(() -> sink.health().healthy());
      assertThat(server.received(database, "lobby"))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 4 * ROUND)
                  .mapToObj(number -> ids.current() + "-lobby-s" + number)
                  .toList());
    }
  }

  @Test
  void aServerThatIsSilent_isAFailureWithinTheLimit_andWrittenToLater() throws Exception {
    String database = newDatabase();
    try (SqlDestination destination = impatient(database, 1, SqlDestination.CALL_BUDGET)) {
      destination.deliver(SqlFixture.frames("lobby", 0, 10), settled);
      server.pause();
      try {
        for (String at : List.of("while it writes", "while it connects")) {
          assertThatThrownBy(() -> destination.deliver(SqlFixture.frames("lobby", 10, 20), settled))
              .as(at)
              .isInstanceOf(DeliveryException.class)
              .hasMessage(
                  "no answer from %s/%s within 1 s: see whether the server hangs, or a firewall"
                          .formatted(server.place(), database)
                      + " stands between");
        }
      } finally {
        server.resume();
      }
      destination.deliver(SqlFixture.frames("lobby", 10, 20), settled);
    }
    assertThat(settled.acknowledged).hasSize(20);
    assertThat(server.received(database, "lobby")).hasSize(20).doesNotHaveDuplicates();
  }

  /** The driver's timeouts are for reading: a server that doesn't read holds a write for ever. */
  @Test
  void aServerThatReadsNothing_isCutOff() throws Exception {
    String database = newDatabase();
    byte[] picture = new byte[3 << 20];
    new Random(1).nextBytes(picture);
    List<Message> large = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      large.add(
          SqlFixture.message(
              MessageKind.OBJECT, "r1-lobby-e" + i, "lobby", "\"phase\":\"end\"", picture));
    }
    try (SqlDestination destination = impatient(database, 30, Duration.ofSeconds(2))) {
      destination.idle();
      server.pause();
      try {
        assertThatThrownBy(() -> destination.deliver(large, settled))
            .isInstanceOf(DeliveryException.class)
            .hasMessageContaining("didn't end a call within 2 s; it was cut off");
      } finally {
        server.resume();
      }
      assertThat(settled.acknowledged).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("try") // it is closed within the time that it may take, and again
  void anInterruptedSender_leaves_andClosingTakesNoLongerThanItMay() throws Exception {
    String database = newDatabase();
    try (SqlDestination destination = SqlFixture.destination(config(database), folder);
        SqlDestination unused = SqlFixture.destination(config(database), folder)) {
      destination.idle();
      unused.idle();
      server.pause();
      CompletableFuture<Exception> failure = new CompletableFuture<>();
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () ->
                      failure.complete(
                          catchException(
                              () ->
                                  destination.deliver(SqlFixture.frames("lobby", 0, 1), settled))));
      await().until(() -> isInDriver(sender));
      sender.interrupt();
      assertThat(failure.get(3, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      CompletableFuture.runAsync(
              () -> {
                destination.close();
                unused.close();
                unused.close();
              })
          .get(5, TimeUnit.SECONDS);
    } finally {
      server.resume();
    }
    assertThat(settled.acknowledged).isEmpty();
  }

  private static boolean isInDriver(Thread thread) {
    for (StackTraceElement each : thread.getStackTrace()) {
      if (each.getClassName().startsWith("org.postgresql")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anIdleConnection_thatIsLost_isMadeAnew() throws Exception {
    String database = newDatabase();
    try (SqlDestination destination = SqlFixture.destination(config(database), folder)) {
      destination.idle();
      server.sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'sluice' AND datname = '"
              + database
              + "'",
          "postgres");
      await()
          .untilAsserted(
              () -> assertThatThrownBy(destination::idle).isInstanceOf(DeliveryException.class));
      destination.idle();
      destination.deliver(SqlFixture.frames("lobby", 0, 1), settled);
    }
    assertThat(settled.acknowledged).hasSize(1);
  }

  @Test
  void aServerWithoutTls_isRefused_whereItIsToBeVerified() {
    try (SqlDestination destination =
        SqlFixture.destination(
            folder,
            "user = postgres, url = \"%s?sslmode=verify-full\"".formatted(server.url("sluice")))) {
      assertThatThrownBy(destination::idle)
          .isInstanceOf(DeliveryException.class)
          .hasMessage(
              "the connection to %s/sluice failed: The server does not support SSL."
                  .formatted(server.place()));
    }
  }
}
