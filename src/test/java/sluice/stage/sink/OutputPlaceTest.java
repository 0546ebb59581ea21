package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class OutputPlaceTest {
  @TempDir Path folder;

  @Test
  void newFileInFolder_isAccepted() {
    assertThatCode(() -> OutputPlace.check(folder.resolve("new"), false))
        .doesNotThrowAnyException();
    assertThatCode(() -> OutputPlace.check(Path.of("no-such-file-here"), false))
        .doesNotThrowAnyException();
  }

  @Test
  void existingFile_requiresForce() throws Exception {
    Path file = Files.createFile(folder.resolve("old"));
    assertRefused(file, false, "it exists; remove it, choose another name, or use --force");
    assertThatCode(() -> OutputPlace.check(file, true)).doesNotThrowAnyException();
  }

  @Test
  void danglingLink_countsAsExisting() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    assertRefused(link, false, "it exists");
  }

  @Test
  void folderOrMissingFolder_isRefused() {
    assertRefused(folder, true, "it is a folder");
    assertRefused(Path.of("/"), true, "it is a folder");
    assertRefused(
        folder.resolve("missing/file"), true, "there is no folder " + folder.resolve("missing"));
  }

  @Test
  void devicePath_needsNoForce() {
    assertThatCode(() -> OutputPlace.check(Path.of("/dev/null"), false)).doesNotThrowAnyException();
  }

  private static void assertRefused(Path file, boolean force, String reason) {
    assertThatThrownBy(() -> OutputPlace.check(file, force))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }
}
