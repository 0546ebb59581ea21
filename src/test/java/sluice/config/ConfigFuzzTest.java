package sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged configurations and requests: each is read or refused in words, and nothing secret comes
 * out. {@code -Dsluice.fuzz.cases=10000} runs more of them.
 */
class ConfigFuzzTest {
  private static final int CASES = Integer.getInteger("sluice.fuzz.cases", 1000);
  private static final int LONGEST = 20_000;
  private static final String MARK = "MARKED-BY-THE-TEST";
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "${",
          "${?X}",
          "=",
          ":",
          "+=",
          "\n",
          "\\",
          "//",
          "#",
          "null",
          "include \"x\"",
          "1e999999999",
          "-1",
          "\0",
          "é",
          "\"\"\"",
          "a.b",
          "9999999999999999d",
          "${sluice.streams}",
          "${a}${a}",
          ",",
          "@",
          "***");

  private final Random random = new Random(7);
  private final Surroundings surroundings =
      new Surroundings(
          Map.of("HOME", "/home", "SLUICE_TOKEN", MARK, "CAMERA_PASSWORD", MARK),
          path -> true,
          address -> Optional.empty());

  @TempDir Path folder;

  @Test
  void configurations() throws IOException {
    String whole =
        Files.readString(Path.of("conf/application.conf")).replaceAll("(?m)^  # (?!A drawn)", "  ");
    ConfigReader reader = new ConfigReader(surroundings);
    Path file = folder.resolve("fuzz.conf");
    int fine = 0;
    for (int i = 0; i < CASES; i++) {
      Files.writeString(file, damaged(whole));
      Reading<ServiceConfig> reading = reader.read(file);
      requireNoSecret(i, reading);
      if (reading instanceof Reading.Fine<ServiceConfig>(ServiceConfig config)) {
        fine++;
        assertThat(ConfigJson.write(config)).as("case %d", i).doesNotContain(MARK);
      }
    }
    assertThat(fine).as("some damage does no harm, most does").isBetween(CASES / 50, CASES / 2);
  }

  @Test
  void requests() {
    ServiceConfig config = new Conf(Path.of("conf/application.conf"), Map.of("HOME", "/h")).fine();
    StreamJson json = new StreamJson(surroundings);
    String whole =
        """
        {"id": "a", "source": "rtsp://viewer:%s@10.0.0.1/x", "model": "person-detection-hog",
         "threshold": 0.5, "labels": ["person"], "max-age": "2s", "enabled": false}
        """
            .formatted(MARK);
    for (int i = 0; i < CASES; i++) {
      requireNoSecret(i, json.create(damaged(whole), config));
    }
  }

  private static void requireNoSecret(int number, Reading<?> reading) {
    if (reading instanceof Reading.Refused<?>(List<Problem> problems)) {
      assertThat(problems).as("case %d", number).isNotEmpty();
      assertThat(problems)
          .extracting(Problem::text)
          .as("case %d", number)
          .allSatisfy(text -> assertThat(text).doesNotContain(MARK).doesNotContain("\n"));
    } else {
      assertThat(reading.toString()).as("case %d", number).doesNotContain(MARK);
    }
  }

  private String damaged(String whole) {
    StringBuilder text = new StringBuilder(whole);
    for (int changes = 1 + random.nextInt(6); changes > 0 && !text.isEmpty(); changes--) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.insert(place, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(place, Math.min(text.length(), place + 1 + random.nextInt(20)));
        default -> {
          int start = random.nextInt(text.length());
          text.insert(place, text.substring(start, start + random.nextInt(text.length() - start)));
        }
      }
      text.setLength(Math.min(text.length(), LONGEST));
    }
    return text.toString();
  }
}
