package sluice.stage.sink.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.sql.SqlFixture.Settled;
import sluice.testing.ChildJvm;
import sluice.testing.PythonClient;

/** What is in a file of SQLite, as others read it, and what becomes of messages where it isn't. */
@Timeout(60)
class SqliteDestinationIT {
  @TempDir Path folder;
  private final Settled settled = new Settled();

  private Path file() {
    return folder.resolve("out/results.db");
  }

  private String settings() {
    return "url = \"jdbc:sqlite:" + file() + "\"";
  }

  private SqlDestination destination() {
    return SqlFixture.destination(folder, settings());
  }

  private List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        lines.add(String.join("|", values));
      }
      return lines;
    }
  }

  @Test
  void rows_areWhatWasDelivered_asPythonReadsThem() throws Exception {
    PythonClient.assumeModule("sqlite3", "sqlite3");
    byte[] picture = {(byte) 0xff, (byte) 0xd8, 1};
    List<Message> all = new ArrayList<>(List.of(SqlFixture.state("lobby", 1)));
    all.add(SqlFixture.frame("lobby", 3));
    all.addAll(SqlFixture.events("lobby"));
    all.add(
        SqlFixture.message(
            MessageKind.OBJECT, "r1-lobby-e5", "lobby", "\"phase\":\"end\"", picture));

    try (SqlDestination destination = destination()) {
      destination.deliver(all, settled);
      assertThat(PythonClient.run(folder, "read_sqlite.py", file().toString()))
          .map(line -> line.replaceFirst("\\{\"id\":\"r1-lobby-(e.)\".*", "body of $1"))
          .containsExactly(
              "runs r1|lobby|rtsp://cam/1|2024-05-01T10:00:00.123000Z",
              "frames r1-lobby-3|r1|lobby|2024-05-01T10:00:00.123000Z|3|40000000|640|480|2|"
                  + "{\"trace_id\":\"abc\"}",
              "detections r1-lobby-3|0|lobby|2024-05-01T10:00:00.123000Z|person|7|0.9|1|2|30|40|12|"
                  + "{\"zone_violations\":[\"door\"]}",
              "detections r1-lobby-3|1|lobby|2024-05-01T10:00:00.123000Z|car|2||||3|4||",
              "events"
                  + " r1-lobby-e1|r1|lobby|2024-05-01T10:00:00.123000Z|object|5|start||||12|cat|0.8|70||body"
                  + " of e1",
              "events r1-lobby-e2|r1|lobby|2024-05-01T10:00:00.123000Z|line|6||gate||in|12|cat||||"
                  + "body of e2",
              "events"
                  + " r1-lobby-e3|r1|lobby|2024-05-01T10:00:00.123000Z|zone|7|exit||door||12|cat||6||body"
                  + " of e3",
              "events r1-lobby-e4|r1|lobby|2024-05-01T10:00:00.123000Z|occupancy|8|||door||||||2|"
                  + "body of e4",
              "events r1-lobby-e5|r1|lobby|2024-05-01T10:00:00.123000Z|object||end|||||||||body of"
                  + " e5",
              "states r1-lobby-s1|r1|lobby|2024-05-01T10:00:00.123000Z|running|frames flow",
              "pictures r1-lobby-e5|lobby|2024-05-01T10:00:00.123000Z|b'\\xff\\xd8\\x01'");
    }
    assertThat(query("SELECT body FROM events ORDER BY message_id"))
        .containsExactlyElementsOf(
            all.stream()
                .filter(message -> message.id().contains("-e"))
                .map(message -> new String(message.body(), UTF_8))
                .toList());
    assertThat(settled.acknowledged).containsExactlyElementsOf(SqlFixture.ids(all));
  }

  @Test
  void messagesThatComeAgain_areThereOnce() throws Exception {
    try (SqlDestination destination = destination()) {
      destination.deliver(SqlFixture.frames("lobby", 0, 10), settled);
    }
    try (SqlDestination destination = destination()) {
      destination.deliver(SqlFixture.frames("lobby", 5, 15), settled);
      destination.idle();
    }

    assertThat(settled.acknowledged).hasSize(20);
    assertThat(query("SELECT count(*), count(DISTINCT message_id) FROM frames"))
        .containsExactly("15|15");
    assertThat(query("SELECT count(*) FROM detections")).containsExactly("30");
    assertThat(query("SELECT count(*) FROM runs")).containsExactly("1");
  }

  @Test
  void bodiesThatAreNone_areRefused_andTheOthersWritten() throws Exception {
    Message bad =
        SqlFixture.message(MessageKind.DETECTIONS, "r1-lobby-1", "lobby", "\"frame_id\":");
    Message empty =
        SqlFixture.message(MessageKind.STATE, "r1-lobby-s2", "lobby", "\"cause\":\"c\"");
    List<Message> all =
        List.of(SqlFixture.frame("lobby", 0), bad, empty, SqlFixture.frame("lobby", 2));

    try (SqlDestination destination = destination()) {
      destination.deliver(all, settled);
    }

    assertThat(settled.acknowledged).containsExactly("r1-lobby-0", "r1-lobby-2");
    assertThat(settled.refused)
        .isEqualTo(
            Map.of(
                "r1-lobby-1",
                "its JSON is not that of such a message",
                "r1-lobby-s2",
                "A NOT NULL constraint failed (NOT NULL constraint failed: states.state)"));
  }

  @Test
  void aFileThatAnotherProgramLocks_isToldOf_andWrittenLater() throws Exception {
    try (SqlDestination destination = destination()) {
      destination.deliver(SqlFixture.frames("lobby", 0, 1), settled);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> destination.deliver(SqlFixture.frames("lobby", 1, 2), settled))
            .isInstanceOf(DeliveryException.class)
            .hasMessage(
                file() + " is locked by another program: see which one holds a transaction open");
        statement.execute("ROLLBACK");
      }
      destination.deliver(SqlFixture.frames("lobby", 1, 2), settled);
    }
    assertThat(settled.acknowledged).containsExactly("r1-lobby-0", "r1-lobby-1");
    assertThat(query("SELECT count(*) FROM frames")).containsExactly("2");
  }

  @Test
  void transactions_areForcedToTheDisk() throws Exception {
    try (Connection connection =
            new SqliteDatabase(file(), folder.resolve("own"), false).connect();
        Statement statement = connection.createStatement();
        ResultSet synchronous = statement.executeQuery("PRAGMA synchronous")) {
      assertThat(synchronous.getInt(1)).as("FULL").isEqualTo(2);
    }
    assertThat(query("PRAGMA journal_mode")).containsExactly("wal");
  }

  @Test
  void aFileThatIsMovedAway_isMadeAnew() throws Exception {
    try (SqlDestination destination = destination()) {
      destination.deliver(SqlFixture.frames("lobby", 0, 1), settled);
      Files.move(file(), folder.resolve("old.db"));
      destination.deliver(SqlFixture.frames("lobby", 1, 2), settled);
    }

    assertThat(query("SELECT message_id FROM frames")).containsExactly("r1-lobby-1");
  }

  @Test
  void filesThatCantBeUsed_areToldWhy() throws Exception {
    Files.createDirectories(file());
    assertFails(file() + " can't be opened: see whether its folder is there");
    Files.delete(file());
    Files.writeString(
        file(), "This is no database, but it is long enough to be read as one. ".repeat(9));
    assertFails(
        file()
            + " is damaged, or is no file of SQLite (File opened that is not a database file (file"
            + " is not a database)): move it away, and another one is made");
    Files.delete(file());
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE sluice_schema_version (version INTEGER, applied_at TEXT)");
      statement.execute("INSERT INTO sluice_schema_version VALUES (2, '')");
    }
    assertFails(
        "the database's tables are of version 2, and this Sluice knows 1 at the most: it is");
    assertThat(query("SELECT name FROM sqlite_master")).containsExactly("sluice_schema_version");
  }

  /** A folder in which nobody can make a file, root neither. */
  @Test
  void foldersThatCantBeWritten_areToldOf() {
    assertFails(
        "/proc/results.db",
        "/proc/results.db can't be opened: see whether its folder is there, and may be written by"
            + " the service's user");
    assertFails("/proc/none/results.db", "/proc/none/results.db can't be made: ");
    SqlSinkConfig config =
        SqlFixture.config(folder, "url = \"jdbc:sqlite:/proc/results.db\"", "unused");
    try (SqlDestination test = SqlFixture.forTest(config, folder)) {
      assertThatThrownBy(
              () ->
                  test.test(
                      SqlFixture.message(MessageKind.TEST, "1-test-one", "test", "\"text\":\"t\"")))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith("/proc/results.db can't be made: ");
    }
  }

  private void assertFails(String message) {
    assertFails(file().toString(), message);
  }

  private void assertFails(String path, String message) {
    try (SqlDestination destination =
        SqlFixture.destination(folder, "url = \"jdbc:sqlite:" + path + "\"")) {
      assertThatThrownBy(() -> destination.deliver(SqlFixture.frames("lobby", 0, 1), settled))
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith(message)
          .hasMessageNotContaining("Exception")
          .hasMessageNotContaining("org.sqlite");
      assertThatThrownBy(destination::idle).isInstanceOf(DeliveryException.class);
    }
  }

  @Test
  void rowsAreDeleted_byTheirAge() throws Exception {
    SqlSinkConfig config = SqlFixture.config(folder, settings() + ", keep-age = 1h", "unused");
    Instant now = SqlFixture.TIME.plus(Duration.ofHours(2));
    List<Message> old = new ArrayList<>(SqlFixture.frames("lobby", 0, 30));
    old.addAll(SqlFixture.events("lobby"));
    old.add(SqlFixture.state("lobby", 1));
    Message young =
        new Message(
            "r2-lobby-1",
            "lobby",
            MessageKind.STATE,
            now.minusSeconds(60),
            Optional.empty(),
            "{\"run\":\"r2\",\"state\":\"running\"}".getBytes(UTF_8),
            new byte[] {1});
    old.add(young);

    try (SqlDestination destination =
        SqlDestination.of(
            config, SqlFixture.context(folder, Clock.fixed(now, ZoneOffset.UTC), false))) {
      destination.deliver(old, settled);
    }

    for (String table : List.of("frames", "detections", "events")) {
      assertThat(query("SELECT count(*) FROM " + table)).as(table).containsExactly("0");
    }
    assertThat(query("SELECT message_id FROM states")).containsExactly("r2-lobby-1");
    assertThat(query("SELECT message_id FROM pictures")).containsExactly("r2-lobby-1");
    assertThat(query("SELECT run FROM runs ORDER BY run")).containsExactly("r1", "r2");
  }

  @Test
  void aTest_changesNothing_whetherTheFileIsThereOrNot() throws Exception {
    SqlSinkConfig config = SqlFixture.config(folder, settings(), "unused");
    Message message = SqlFixture.message(MessageKind.TEST, "1-test-one", "test", "\"text\":\"t\"");
    try (SqlDestination test = SqlFixture.forTest(config, folder)) {
      assertThat(test.test(message))
          .extracting(SinkFact::name)
          .containsExactly("library", "file", "folder", "free space", "tables", "test row");
    }
    assertThat(Files.exists(file().getParent())).isFalse();
    try (SqlDestination destination = destination();
        SqlDestination test = SqlFixture.forTest(config, folder)) {
      destination.deliver(SqlFixture.frames("lobby", 0, 1), settled);
      assertThat(test.test(message))
          .contains(new SinkFact("tables", "version 1"))
          .contains(new SinkFact("file", file().toString()));
      destination.deliver(SqlFixture.frames("lobby", 1, 2), settled);
    }
    assertThat(query("SELECT count(*) FROM events")).containsExactly("0");
  }

  /** Its process is killed between transactions and within them; what it said is there, once. */
  @Test
  void whatWasAcknowledged_isThere_afterTheProcessWasKilled() throws Exception {
    Path out = folder.resolve("out.txt");
    Process child =
        new ProcessBuilder(ChildJvm.command(SqliteChild.class, folder, file()))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    await()
        .atMost(20, TimeUnit.SECONDS)
        .failFast(() -> !child.isAlive())
        .until(() -> Files.exists(out) && Files.size(out) > 600);
    child.destroyForcibly().onExit().join();
    String text = Files.readString(out);
    List<String> said = text.substring(0, text.lastIndexOf('\n')).lines().toList();

    List<String> rows = query("SELECT message_id FROM frames");
    assertThat(said).hasSizeGreaterThan(40);
    assertThat(folder.resolve("own").toFile().list())
        .as("the driver's library is unpacked there")
        .anyMatch(name -> name.endsWith("libsqlitejdbc.so"));
    assertThat(rows).doesNotHaveDuplicates().containsAll(said);
    try (SqlDestination destination = destination()) {
      destination.deliver(SqlFixture.frames("lobby", 0, 100), settled);
    }
    assertThat(query("SELECT count(*) FROM frames WHERE frame_id < 100")).containsExactly("100");
    assertThat(query("PRAGMA integrity_check")).containsExactly("ok");
  }
}
