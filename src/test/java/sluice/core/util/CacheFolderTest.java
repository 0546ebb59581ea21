package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class CacheFolderTest {
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> jvm = new HashMap<>();

  @TempDir Path folder;

  @BeforeEach
  void usualPlaces() throws IOException {
    jvm.put("user.home", Files.createDirectory(folder.resolve("home")).toString());
    jvm.put("java.io.tmpdir", Files.createDirectory(folder.resolve("tmp")).toString());
    jvm.put("user.name", System.getProperty("user.name"));
  }

  @Test
  void cacheVariable_takesPrecedence() {
    environment.put("SLUICE_CACHE", folder.resolve("named").toString());
    environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());
    assertThat(find()).isEqualTo(folder.resolve("named"));
  }

  @Test
  void xdgCacheHome_takesPrecedence_overHome() {
    environment.put("XDG_CACHE_HOME", folder.resolve("xdg").toString());
    assertThat(find()).isEqualTo(folder.resolve("xdg/sluice"));
  }

  @Test
  void relativeXdgCacheHome_isIgnored() {
    environment.put("XDG_CACHE_HOME", "xdg");
    assertThat(find()).isEqualTo(folder.resolve("home/.cache/sluice"));
  }

  @Test
  void cacheFolder_isPrivateTemporaryFolder_withoutHome() throws IOException {
    jvm.put("user.home", folder.resolve("nonexistent").toString());
    Path found = find();
    assertThat(found.getParent()).isEqualTo(folder.resolve("tmp"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(found)))
        .isEqualTo("rwx------");
    assertThat(find()).isEqualTo(found);
  }

  @Test
  void folderThatOthersCanWrite_isRefused() throws IOException {
    jvm.put("user.home", "?");
    Path found = find();
    Files.setPosixFilePermissions(found, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertRefused(found);
  }

  @Test
  void linkInPlaceOfTheFolder_isRefused() throws IOException {
    jvm.put("user.home", "?");
    Path found = find();
    Files.delete(found);
    Files.createSymbolicLink(found, folder.resolve("home"));
    assertRefused(found);
  }

  private void assertRefused(Path place) {
    assertThatThrownBy(this::find)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT))
        .hasMessageContaining(place.toString())
        .hasMessageContaining("SLUICE_CACHE");
  }

  private Path find() {
    return CacheFolder.find(environment, jvm::getOrDefault);
  }
}
