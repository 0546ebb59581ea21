package sluice.app.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Direction;
import sluice.core.scene.SceneListener;
import sluice.testing.CapturedLog;

@Timeout(60)
class CountsKeeperTest {
  private static final Duration SOON = Duration.ofMillis(5);
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir Path folder;

  private static StreamScenes scenes() {
    return new StreamScenes(InstantSource.system(), id -> SceneListener.NONE);
  }

  private static void cross(StreamScenes scenes, String stream, Direction direction, int times) {
    for (int i = 0; i < times; i++) {
      scenes.forRun(stream).memory().counts().add("gate", direction, "person");
    }
  }

  private Path file() {
    return folder.resolve("counts.json");
  }

  @Test
  void counts_areThereAfterARestart() throws IOException {
    StreamScenes before = scenes();
    try (CountsKeeper _ = CountsKeeper.of(folder, before, NEVER)) {
      cross(before, "yard", Direction.IN, 6);
      cross(before, "yard", Direction.OUT, 2);
      cross(before, "lobby", Direction.IN, 1);
      before.forRun("rests");
    }
    assertThat(Files.readString(file())).contains("\"schema\" : 1").doesNotContain("rests");

    StreamScenes after = scenes();
    try (CountsKeeper _ = CountsKeeper.of(folder, after, NEVER)) {
      assertThat(after.crossings("yard"))
          .isEqualTo(
              Map.of(
                  "gate",
                  Map.of(Direction.IN, Map.of("person", 6L), Direction.OUT, Map.of("person", 2L))));
      cross(after, "yard", Direction.IN, 1);
      after.reset("lobby", Optional.empty());
    }

    StreamScenes last = scenes();
    try (CountsKeeper _ = CountsKeeper.of(folder, last, NEVER)) {
      assertThat(last.crossings("yard"))
          .isEqualTo(
              Map.of(
                  "gate",
                  Map.of(Direction.IN, Map.of("person", 7L), Direction.OUT, Map.of("person", 2L))));
      assertThat(last.crossings("lobby")).isEmpty();
    }
  }

  @Test
  void changes_areWrittenWhileTheServiceRuns_andNothingElseIs() throws IOException {
    StreamScenes scenes = scenes();
    try (CountsKeeper _ = CountsKeeper.of(folder, scenes, SOON)) {
      cross(scenes, "yard", Direction.IN, 1);
      await().until(() -> Files.exists(file()) && Files.readString(file()).contains("gate"));
      FileTime old = FileTime.fromMillis(1_000);
      Files.setLastModifiedTime(file(), old);
      scenes.forRun("yard");
      scenes.reset("unknown", Optional.empty());
      CountsKeeper.of(folder, scenes, SOON).close(); // takes what is there as written

      assertThat(Files.getLastModifiedTime(file())).isEqualTo(old);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"schema\": 2, \"streams\": {}}",
        "{\"schema\": 1, \"streams\": {\"yard\"",
        "{\"schema\": 1, \"streams\": {\"yard\": {\"gate\": {\"up\": {}}}}}",
        "{\"schema\": 1, \"streams\": {\"yard\": {\"gate\": {\"in\": {\"person\": -1}}}}}",
        "{\"schema\": 1, \"streams\": {\"yard\": {\"gate\": {\"in\": {\"person\": 1e99}}}}}",
        "{\"schema\": 1, \"streams\": {\"yard\": 7}}"
      })
  void brokenFile_isNamedInTheLog_andCountsBeginAtZero(String text) throws IOException {
    Files.writeString(file(), text);
    StreamScenes scenes = scenes();
    try (CapturedLog log = CapturedLog.of(CountsKeeper.class)) {
      try (CountsKeeper _ = CountsKeeper.of(folder, scenes, NEVER)) {
        assertThat(scenes.crossings("yard")).isEmpty();
        cross(scenes, "yard", Direction.IN, 1);
      }
      assertThat(log.lines(Level.ERROR))
          .singleElement()
          .asString()
          .contains(file().toString(), "begin at 0")
          .doesNotContain("Exception");
    }
    StreamScenes after = scenes();
    try (CountsKeeper _ = CountsKeeper.of(folder, after, NEVER)) {
      assertThat(after.crossings("yard")).isNotEmpty();
    }
  }

  @Test
  void folderThatCannotBeWritten_isSaidOnce_andTriedAgain() throws IOException {
    StreamScenes scenes = scenes();
    Path inTheWay = Files.createDirectories(folder.resolve("counts.json.new")).resolve("file");
    Files.createFile(inTheWay);
    try (CapturedLog log = CapturedLog.of(CountsKeeper.class);
        CountsKeeper _ = CountsKeeper.of(folder, scenes, SOON)) {
      cross(scenes, "yard", Direction.IN, 1);
      await().until(() -> !log.lines(Level.WARN).isEmpty());
      Files.delete(inTheWay); // the writer takes the empty folder away
      await().until(() -> !log.lines(Level.INFO).isEmpty());
      assertThat(log.lines(Level.WARN)).hasSize(1);
    }
    assertThat(Files.readString(file())).contains("gate");
  }
}
