package sluice.stage.sink.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.sql.SqlFixture.Settled;
import sluice.testing.TestCertificates;
import sluice.testing.servers.PostgresServer;

/** What is in a database of a real server, what it refuses, and who is let in. */
@Timeout(120)
class PostgresDestinationIT {
  private static final Message TEST =
      SqlFixture.message(MessageKind.TEST, "1-test-one", "test", "\"text\":\"t\"");

  @TempDir static Path keys;
  private static TestCertificates certificates;
  private static PostgresServer server;
  private static int databases;

  @TempDir Path folder;
  private final Settled settled = new Settled();
  private final String database = "test" + databases++;

  @BeforeAll
  static void start() throws Exception {
    certificates =
        new TestCertificates(keys)
            .make("ca", "-ext bc=ca:true")
            .make("server", "-signer ca -ext san=ip:127.0.0.1")
            .make("other", "-ext bc=ca:true");
    server = new PostgresServer(certificates, "server");
    server.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void create() {
    server.createDatabase(database);
  }

  private String settings(String parameters) {
    return "url = \"%s%s\"".formatted(server.url(database), parameters);
  }

  private SqlSinkConfig alice(String more) {
    return SqlFixture.config(
        folder, settings("") + ", user = alice, password = ${P}" + more, PostgresServer.PASSWORD);
  }

  private SqlDestination destination() {
    return SqlFixture.destination(alice(""), folder);
  }

  private List<String> query(String sql) {
    return server.sql(sql, database);
  }

  private String place() {
    return server.place() + "/" + database;
  }

  @Test
  void rows_areWhatWasDelivered_asPsqlReadsThem() throws Exception {
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1};
    List<Message> all = new ArrayList<>(List.of(SqlFixture.state("lobby", 1)));
    all.add(SqlFixture.frame("lobby", 3));
    all.addAll(SqlFixture.events("lobby"));
    all.add(
        SqlFixture.message(
            MessageKind.OBJECT, "r1-lobby-e5", "lobby", "\"phase\":\"end\"", picture));
    try (SqlDestination destination = destination()) {
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged).containsExactlyElementsOf(SqlFixture.ids(all));
    String at = "|2024-05-01 10:00:00.123+00";
    assertThat(query("SET timezone = 'UTC'; SELECT * FROM runs"))
        .containsExactly("r1|lobby|rtsp://cam/1" + at);
    assertThat(query("SET timezone = 'UTC'; SELECT * FROM frames"))
        .containsExactly(
            "r1-lobby-3|r1|lobby" + at + "|3|40000000|640|480|2|{\"trace_id\": \"abc\"}");
    assertThat(query("SET timezone = 'UTC'; SELECT * FROM detections ORDER BY n"))
        .containsExactly(
            "r1-lobby-3|0|lobby"
                + at
                + "|person|7|0.9|1|2|30|40|12|{\"zone_violations\": [\"door\"]}",
            "r1-lobby-3|1|lobby" + at + "|car|2||||3|4||");
    assertThat(
            query(
                "SELECT message_id, kind, media_ns, phase, line, zone, direction, object_id, label,"
                    + " confidence, duration_ms, total, body->'object'->>'key', body->>'crossed_at'"
                    + " FROM events ORDER BY 1"))
        .containsExactly(
            "r1-lobby-e1|object|5|start||||12|cat|0.8|70||k|",
            "r1-lobby-e2|line|6||gate||in|12|cat|||||5",
            "r1-lobby-e3|zone|7|exit||door||12|cat||6|||",
            "r1-lobby-e4|occupancy|8|||door||||||2||",
            "r1-lobby-e5|object||end||||||||||");
    assertThat(query("SELECT message_id, run, stream, state, cause FROM states"))
        .containsExactly("r1-lobby-s1|r1|lobby|running|frames flow");
    assertThat(query("SELECT message_id, stream, jpeg FROM pictures"))
        .containsExactly("r1-lobby-e5|lobby|\\xffd801");
  }

  @Test
  void messagesThatComeAgain_areThereOnce() throws Exception {
    for (int from : new int[] {0, 5, 5}) {
      try (SqlDestination destination = destination()) {
        destination.deliver(SqlFixture.frames("lobby", from, from + 10), settled);
        destination.idle();
      }
    }

    assertThat(settled.acknowledged).hasSize(30);
    assertThat(query("SELECT count(*) FROM frames")).containsExactly("15");
    assertThat(query("SELECT count(*) FROM detections")).containsExactly("30");
    assertThat(query("SELECT run, stream, source FROM runs"))
        .containsExactly("r1|lobby|rtsp://cam/1");
  }

  @Test
  void rowsThatTheServerRefuses_leaveTheOthersAlone() throws Exception {
    List<Message> all = new ArrayList<>(SqlFixture.frames("lobby", 0, 40));
    all.set(7, SqlFixture.frame("lobby", 7, "a\\u0000b"));
    all.set(
        23,
        SqlFixture.message(
            MessageKind.LINE, "r1-lobby-e23", "lobby", "\"name\":\"\\u0000\",\"line\":\"l\""));

    try (SqlDestination destination = destination()) {
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged)
        .containsExactlyElementsOf(
            SqlFixture.ids(all).stream()
                .filter(id -> !id.equals("r1-lobby-7") && !id.equals("r1-lobby-e23"))
                .toList());
    assertThat(settled.refused)
        .containsOnlyKeys("r1-lobby-7", "r1-lobby-e23")
        .containsEntry("r1-lobby-7", "invalid byte sequence for encoding \"UTF8\": 0x00")
        .containsEntry("r1-lobby-e23", "unsupported Unicode escape sequence");
    assertThat(query("SELECT count(*) FROM frames")).containsExactly("38");
  }

  @Test
  void aTest_tellsWhatItSaw_andLeavesNothing() throws Exception {
    try (SqlDestination test = SqlFixture.forTest(alice(""), folder)) {
      assertThat(test.test(TEST))
          .extracting(fact -> fact.name() + ": " + fact.value())
          .hasSize(7)
          .startsWith(
              "server: PostgreSQL " + query("SHOW server_version").getFirst() + " at " + place())
          .contains(
              "schema: public",
              "user: alice",
              "TLS: TLSv1.3, server not verified",
              "rights: CREATE, SELECT, INSERT, DELETE, UPDATE of runs",
              "tables: version 1, to be made",
              "test row: written and taken back");
    }
    assertThat(query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("0");
    try (SqlDestination destination = destination();
        SqlDestination test = SqlFixture.forTest(alice(""), folder)) {
      destination.idle();
      assertThat(test.test(TEST)).contains(new SinkFact("tables", "version 1"));
    }
    assertThat(query("SELECT count(*) FROM events")).containsExactly("0");
  }

  @Test
  void certificates_areVerifiedWithTheAuthoritiesThatAreNamed() throws Exception {
    String ca = ", ca-file = \"%s\"";
    try (SqlDestination trusting =
            SqlFixture.destination(alice(ca.formatted(certificates.pem("ca"))), folder);
        SqlDestination doubting =
            SqlFixture.destination(alice(ca.formatted(certificates.pem("other"))), folder);
        SqlDestination system =
            SqlFixture.destination(folder, settings("?sslmode=verify-full") + ", user = postgres");
        SqlDestination test =
            SqlFixture.forTest(alice(ca.formatted(certificates.pem("ca"))), folder)) {
      trusting.deliver(SqlFixture.frames("lobby", 0, 1), settled);
      assertFails(
          () -> doubting.deliver(SqlFixture.frames("lobby", 1, 2), settled),
          "TLS with " + place() + " failed: ");
      assertFails(system::idle, "TLS with " + place() + " failed: ");
      assertThat(test.test(TEST)).contains(new SinkFact("TLS", "TLSv1.3, verified"));
    }
    assertThat(settled.acknowledged).containsExactly("r1-lobby-0");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(DeliveryException.class)
        .hasMessageStartingWith(message)
        .hasMessageNotContaining("Exception")
        .hasMessageNotContaining("postgresql.")
        .hasMessageNotContaining("secret");
  }

  @Test
  void whoIsNotLetIn_isTold_withoutThePassword() throws Exception {
    String user = settings("") + ", user = %s, password = ${P}";
    assertIdleFails(
        SqlFixture.config(folder, user.formatted("alice"), "wrong-secret"),
        place()
            + " doesn't let user alice in (password authentication failed for user \"alice\"): see"
            + " user, password and the server's pg_hba.conf");
    assertIdleFails(
        SqlFixture.config(folder, user.formatted("clara"), PostgresServer.PASSWORD),
        place() + " asks for the password in clear text, which nobody gets who isn't verified");
    assertIdleFails(
        SqlFixture.config(
            folder, "user = postgres, url = \"" + server.url("nowhere") + "\"", "unused"),
        "there is no such database at " + server.place() + "/nowhere: create it");
    assertIdleFails(
        SqlFixture.config(folder, "url = \"jdbc:postgresql://no.such.invalid/a\"", "unused"),
        "no machine is known by the name in no.such.invalid:5432/a");
    assertIdleFails(
        SqlFixture.config(folder, "url = \"jdbc:postgresql://127.0.0.1:1/a\"", "unused"),
        "127.0.0.1:1/a takes no connection");
  }

  private void assertIdleFails(SqlSinkConfig config, String message) {
    try (SqlDestination destination = SqlFixture.destination(config, folder)) {
      assertFails(destination::idle, message);
    }
  }

  @Test
  void aRoleWithoutRights_isToldWhatItNeeds_andMayDoWithoutCreate() throws Exception {
    query("REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO clara");
    String certified = settings("") + ", user = clara, password = ${P}, ca-file = \"%s\"";
    SqlSinkConfig config =
        SqlFixture.config(
            folder, certified.formatted(certificates.pem("ca")), PostgresServer.PASSWORD);
    String needs = "user clara may not do what the sink needs at " + place();
    assertIdleFails(config, needs + " (permission denied for schema public): it needs CREATE");
    try (SqlDestination owner = destination()) {
      owner.idle();
    }
    assertIdleFails(config, needs + " (permission denied for table sluice_schema_version)");
    query(
        "GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO clara; GRANT UPDATE ON runs TO"
            + " clara");
    try (SqlDestination destination = SqlFixture.destination(config, folder);
        SqlDestination test = SqlFixture.forTest(config, folder)) {
      destination.deliver(SqlFixture.frames("lobby", 0, 3), settled);
      assertThat(test.test(TEST))
          .contains(
              new SinkFact("rights", "SELECT, INSERT, UPDATE of runs; missing: CREATE, DELETE"));
    }
    assertThat(settled.acknowledged).hasSize(3);
  }

  @Test
  void tablesOfOthers_andOfNewerVersions_areLeftAlone() throws Exception {
    query("CREATE TABLE frames (a int)");
    assertIdleFails(
        alice(""), "there is a table of this name at " + place() + " that isn't Sluice's");
    assertThat(query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("frames");
    query("DROP TABLE frames; CREATE SCHEMA own AUTHORIZATION alice");
    SqlSinkConfig own =
        SqlFixture.config(
            folder,
            settings("?currentSchema=own") + ", user = alice, password = ${P}",
            PostgresServer.PASSWORD);
    try (SqlDestination destination = SqlFixture.destination(own, folder)) {
      destination.idle();
    }
    query("INSERT INTO own.sluice_schema_version VALUES (2, now())");
    assertIdleFails(
        own, "the database's tables are of version 2, and this Sluice knows 1 at the most");
    query("DROP TABLE own.states; DELETE FROM own.sluice_schema_version WHERE version = 2");
    try (SqlDestination destination = SqlFixture.destination(own, folder)) {
      assertFails(
          () -> destination.deliver(List.of(SqlFixture.state("lobby", 1)), settled),
          "tables at " + place() + " are not as Sluice made them (relation \"states\" does not");
    }
  }

  @Test
  void rowsAreDeleted_byTheirAge() throws Exception {
    Message young =
        new Message(
            "r2-lobby-1",
            "lobby",
            MessageKind.STATE,
            SqlFixture.TIME.plus(Duration.ofHours(2)),
            Optional.empty(),
            "{\"run\":\"r2\",\"state\":\"running\"}".getBytes(UTF_8),
            SqlFixture.NO_PICTURE);
    List<Message> all = new ArrayList<>(SqlFixture.frames("lobby", 0, 90));
    all.addAll(SqlFixture.events("lobby"));
    all.add(young);
    Clock clock = Clock.fixed(young.time(), ZoneOffset.UTC);
    try (SqlDestination destination =
        SqlDestination.of(alice(", keep-age = 1h"), SqlFixture.context(folder, clock, false))) {
      destination.deliver(all, settled);
    }

    assertThat(
            query(
                "SELECT (SELECT count(*) FROM frames), (SELECT count(*) FROM detections), (SELECT"
                    + " count(*) FROM events), (SELECT count(*) FROM states)"))
        .containsExactly("0|0|0|1");
    assertThat(query("SELECT run FROM runs ORDER BY run")).containsExactly("r1", "r2");
  }
}
