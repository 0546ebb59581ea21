package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
  @TempDir Path parent;

  @Test
  void folder_isOfThisUserAlone_andGoneAtTheEnd() throws IOException {
    Path place = parent.resolve("jobs");
    try (ScratchFolder folder = ScratchFolder.in(place)) {
      Files.createDirectories(folder.path().resolve("a/b"));
      Files.writeString(folder.path().resolve("a/b/c"), "text");
      if (PrivateFolder.isPosix(place)) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path())))
            .isEqualTo("rwx------");
      }
    }
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void foldersInUse_stay_andThoseOfADeadProcessGo() throws IOException {
    Path left = Files.createDirectories(parent.resolve("left/files")).getParent();
    Files.createFile(parent.resolve("left.lock"));
    Path stranger = Files.createDirectory(parent.resolve("stranger"));

    try (ScratchFolder first = ScratchFolder.in(parent);
        ScratchFolder second = ScratchFolder.in(parent)) {
      assertThat(first.path()).isDirectory();
      assertThat(second.path()).isDirectory().isNotEqualTo(first.path());
      assertThat(left).doesNotExist();
      assertThat(parent.resolve("left.lock")).doesNotExist();
    }
    assertThat(parent).isDirectoryContaining(path -> path.equals(stranger));
    try (var files = Files.list(parent)) {
      assertThat(files).containsExactly(stranger);
    }
  }

  @Test
  void placeThatIsNoFolder_isRefused() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatIOException().isThrownBy(() -> ScratchFolder.in(file));
  }
}
