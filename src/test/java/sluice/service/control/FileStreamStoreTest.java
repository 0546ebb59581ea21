package sluice.service.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class FileStreamStoreTest {
  private static final String STREAM =
      "{\"id\":\"a\",\"source\":\"rtsp://u:p@cam/1\",\"fps\":null}";

  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("state/sluice");
  }

  @Test
  void savedStreams_areRestored_afterRestart() {
    PersistedStreams content = new PersistedStreams(Map.of("a", STREAM), Set.of("b", "a"));
    try (FileStreamStore store = FileStreamStore.open(folder())) {
      assertThat(store.kept()).isEqualTo(PersistedStreams.NONE);
      store.save(store.kept(), content);
      assertThat(store.kept()).isEqualTo(content);
    }

    try (FileStreamStore store = FileStreamStore.open(folder())) {
      assertThat(store.kept()).isEqualTo(content);
      store.save(store.kept(), PersistedStreams.NONE);
    }

    try (FileStreamStore store = FileStreamStore.open(folder())) {
      assertThat(store.kept()).isEqualTo(PersistedStreams.NONE);
    }
  }

  @Test
  void aSecondService_isRefused() {
    try (FileStreamStore store = FileStreamStore.open(folder())) {
      assertThat(store.kept()).isEqualTo(PersistedStreams.NONE);
      assertRefused("another Sluice");
    }
    FileStreamStore.open(folder()).close();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void folderThatExists_keepsItsMode() throws IOException {
    Files.createDirectories(folder());
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-xr-x"));

    FileStreamStore.open(folder()).close();

    assertThat(mode(folder())).isEqualTo("rwxr-xr-x");
  }

  @Test
  void streamStore_isReadableByOwnerOnly() throws IOException {
    try (FileStreamStore store = FileStreamStore.open(folder())) {
      store.save(store.kept(), new PersistedStreams(Map.of("a", STREAM), Set.of()));
    }

    assertThat(mode(folder())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder())) {
      assertThat(files)
          .extracting(file -> file.getFileName() + " " + mode(file))
          .containsExactlyInAnyOrder("lock rw-------", "streams.json rw-------");
    }
  }

  @Test
  void aFileThatWasLeftHalfWritten_isIgnored() throws IOException {
    try (FileStreamStore store = FileStreamStore.open(folder())) {
      store.save(store.kept(), new PersistedStreams(Map.of(), Set.of("a")));
    }
    Files.writeString(folder().resolve("streams.json.new"), "{\"schema\": 1, \"str");

    try (FileStreamStore store = FileStreamStore.open(folder())) {
      assertThat(store.kept().paused()).containsExactly("a");
      store.save(store.kept(), PersistedStreams.NONE);
    }
    assertThat(folder().resolve("streams.json.new")).doesNotExist();
  }

  @Test
  void aLaterVersionsFile_isRefused_andKept() throws IOException {
    Files.createDirectories(folder());
    Path file = folder().resolve("streams.json");
    for (String text :
        new String[] {"{\"schema\": 2, \"x\": {}}", "{\"schema\":1,\"strea", "", "[]"}) {
      Files.writeString(file, text);

      assertRefused(text.contains("2") ? "later version" : "damaged");
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void aChangeThatCannotBeKept_isNotMade() throws IOException {
    try (FileStreamStore store = FileStreamStore.open(folder())) {
      store.save(store.kept(), new PersistedStreams(Map.of(), Set.of("a")));
      Files.createDirectories(folder().resolve("streams.json.new/in/the/way"));

      assertThatThrownBy(() -> store.save(store.kept(), PersistedStreams.NONE))
          .isInstanceOfSatisfying(
              SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT));
      assertThat(store.kept().paused()).containsExactly("a");
    }
  }

  private void assertRefused(String words) {
    assertThatThrownBy(() -> FileStreamStore.open(folder()))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENVIRONMENT));
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
