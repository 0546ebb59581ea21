package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path place;

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void missingFolder_isMadeForThisUserAlone() throws IOException {
    Path folder = place.resolve("a/b");

    PrivateFolder.create(folder);

    assertThat(mode(folder)).isEqualTo("rwx------");
  }

  @Test
  void folderThatExists_keepsItsMode() throws IOException {
    Path folder = Files.createDirectory(place.resolve("shared"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

    PrivateFolder.create(folder);

    assertThat(mode(folder)).isEqualTo("rwxr-x---");
  }

  @Test
  void linkToAFolder_isTakenAsItIs() throws IOException {
    Path link = Files.createSymbolicLink(place.resolve("link"), place);

    PrivateFolder.create(link);

    assertThat(link).isSymbolicLink();
  }

  @Test
  void fileInItsPlace_isRefused() throws IOException {
    Path file = Files.writeString(place.resolve("file"), "x");

    assertThatThrownBy(() -> PrivateFolder.create(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
