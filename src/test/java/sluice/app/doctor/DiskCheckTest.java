package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.app.doctor.DiskCheck.Place;
import sluice.app.doctor.Finding.Level;
import sluice.core.util.FolderRoom;
import sluice.testing.ConfigText;

class DiskCheckTest {
  @TempDir Path folder;

  private Place place(Path path) {
    return new Place("state", path, "data-dir", 0);
  }

  @ParameterizedTest
  @CsvSource({"63, PROBLEM", "64, WARNING", "1023, WARNING", "1024, OK"})
  void room_isJudged(long mib, Level level) {
    Place place = new Place("state", folder, "data-dir", DiskCheck.LITTLE);

    Finding found = DiskCheck.judge(place, new FolderRoom(folder, folder, mib * Sizes.MIB));

    assertThat(found.level()).isEqualTo(level);
    assertThat(found.found()).startsWith("state " + folder + ": ");
    assertThat(found.advice().endsWith("data-dir")).isEqualTo(level != Level.OK);
  }

  @Test
  void aFolderToBeMade_isLeftUnmade() throws IOException {
    Path deep = folder.resolve("a/b");

    assertThat(new DiskCheck(place(deep)).run())
        .singleElement()
        .satisfies(found -> assertThat(found.found()).endsWith(", to be made"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).as("nothing is left").isEmpty();
    }
  }

  @Test
  void aFolderThatCantBeWritten_isAProblem() throws IOException {
    Path below = Files.createFile(folder.resolve("file")).resolve("state");

    Finding found = new DiskCheck(place(below)).run().getFirst();

    assertThat(found.level()).isEqualTo(Level.PROBLEM);
    assertThat(found.found()).startsWith("state " + below + ": can't be written: ");
    assertThat(found.advice()).endsWith("data-dir");
  }

  @Test
  void everyFolderOfAConfiguration_isLookedAt() {
    String text =
        """
        sluice {
          data-dir = /d
          recording { path = /r, min-free = 3GiB }
          models.m { model = person-detection-hog, cache-dir = /c }
          streams.a { source = "rtsp://10.0.0.1/x", model = m, recording.mode = continuous }
          sinks.s { type = json-lines, path = "/o/{stream}/x.jsonl" }
          sinks.w { type = webhook, url = "http://10.0.0.1/" }
        }
        """;

    List<String> subjects = subjects(text);

    assertThat(subjects)
        .containsExactly(
            "state /d",
            "recordings /r",
            "compiled models /c",
            "results of sink s /o/test",
            "cache");
    assertThat(subjects(text.replace("continuous", "off"))).doesNotContain("recordings /r");
  }

  private List<String> subjects(String text) {
    return DiskCheck.all(Optional.of(ConfigText.of(folder, text).fine())).stream()
        .map(DoctorCheck::subject)
        .toList();
  }

  @Test
  void withoutAConfiguration_theCacheIsLeft() {
    assertThat(DiskCheck.all(Optional.empty()))
        .singleElement()
        .returns("cache", DoctorCheck::subject);
  }
}
