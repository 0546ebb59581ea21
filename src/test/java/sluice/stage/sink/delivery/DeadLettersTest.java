package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.testing.CapturedLog;

class DeadLettersTest {
  private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");

  @TempDir Path temp;

  @Test
  void refusedMessage_isALine_withItsReason() throws Exception {
    DeadLetters letters = letters(1_000_000);
    letters.add(message(1), "too large: \"1 MB\" is the most");
    letters.add(message(2), "no such topic");

    List<String> lines = Files.readAllLines(letters.file());
    assertThat(lines.getFirst())
        .isEqualTo(
            "{\"id\":\"r-lobby-1\",\"stream\":\"lobby\",\"type\":\"line\","
                + "\"time\":\"2026-11-29T07:59:59Z\",\"refused_at\":\"2026-11-29T08:00:00Z\","
                + "\"reason\":\"too large: \\\"1 MB\\\" is the most\","
                + "\"message\":{\"id\":\"r-lobby-1\",\"name\":\"café\"}}");
    assertThat(ids(letters.file())).containsExactly("r-lobby-1", "r-lobby-2");
    assertThat(letters.written()).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void fullFile_isKeptAsThePreviousOne() throws Exception {
    DeadLetters letters = letters(1_000);
    for (int i = 10; i < 30; i++) {
      letters.add(message(i), "no such topic");
    }
    Path previous = letters.file().resolveSibling("dead-letters.1.jsonl");
    assertThat(Files.size(letters.file())).isBetween(1L, 1_000L);
    assertThat(Files.size(previous)).isBetween(700L, 1_000L);
    List<String> kept = new ArrayList<>(ids(previous));
    kept.addAll(ids(letters.file()));
    assertThat(kept).endsWith("r-lobby-28", "r-lobby-29").isSorted().hasSizeLessThan(20);
    assertThat(temp.resolve("sink").toFile().list()).hasSize(2);

    letters.add(message(5, "x".repeat(1_000)), "too large");
    assertThat(letters.lost()).isEqualTo(1);
    assertThat(letters.failure())
        .hasValueSatisfying(why -> assertThat(why).endsWith("than a file may be, 1000 bytes"));
  }

  @Test
  void fullDisk_losesAndCounts_untilThereIsRoom() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full");
    DeadLetters letters = letters(1_000_000);
    Files.createDirectory(temp.resolve("sink"));
    Files.createSymbolicLink(letters.file(), full);
    try (CapturedLog log = CapturedLog.of(DeadLetters.class)) {
      letters.add(message(1), "no such topic");
      letters.add(message(2), "no such topic");
      assertThat(letters.lost()).isEqualTo(2);
      String why = "can't write refused messages to " + letters.file() + ": ";
      assertThat(letters.failure()).hasValue(why + "No space left on device");
      assertThat(log.lines(Level.WARN)).hasSize(1);

      Files.delete(letters.file());
      letters.add(message(3), "no such topic");
      assertThat(ids(letters.file())).containsExactly("r-lobby-3");
      assertThat(letters.failure()).isEmpty();
      assertThat(letters.written()).isEqualTo(1);
      assertThat(log.lines(Level.INFO)).hasSize(1);
    }
  }

  @Test
  void lineThatAKilledProcessLeft_isEnded() throws Exception {
    DeadLetters letters = letters(1_000_000);
    letters.add(message(1), "no such topic");
    Files.writeString(letters.file(), "{\"id\":\"r-lo", StandardOpenOption.APPEND);
    letters.add(message(2), "no such topic");
    List<String> lines = Files.readAllLines(letters.file());
    assertThat(lines).hasSize(3).element(1).isEqualTo("{\"id\":\"r-lo");
    assertThat(lines.getLast()).startsWith("{\"id\":\"r-lobby-2\"");
  }

  private DeadLetters letters(long maxSize) {
    return new DeadLetters(temp.resolve("sink"), () -> NOW, maxSize);
  }

  private static Message message(int number) {
    return message(number, "café");
  }

  private static Message message(int number, String name) {
    String id = "r-lobby-" + number;
    String body = "{\"id\":\"" + id + "\",\"name\":\"" + name + "\"}";
    return new Message(
        id,
        "lobby",
        MessageKind.LINE,
        NOW.minusSeconds(1),
        Optional.empty(),
        body.getBytes(StandardCharsets.UTF_8),
        new byte[0]);
  }

  private static List<String> ids(Path file) throws Exception {
    List<String> ids = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode letter = new ObjectMapper().readTree(line);
      assertThat(letter.get("message").get("id")).isEqualTo(letter.get("id"));
      ids.add(letter.get("id").asText());
    }
    return ids;
  }
}
