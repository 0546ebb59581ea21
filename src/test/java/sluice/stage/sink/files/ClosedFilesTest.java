package sluice.stage.sink.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedFilesTest {
  @TempDir Path folder;

  @Test
  void compressedFile_isOnTheDisk_beforeTheOtherGoes() throws Exception {
    Path closed = Files.writeString(folder.resolve("a.20261119T220000.000Z.jsonl"), "text");
    List<Path> forced = new ArrayList<>();
    ClosedFiles files = files();
    files.sync(
        (file, option) -> {
          DiskSync.SYSTEM.force(file, option);
          assertThat(closed).exists();
          forced.add(file);
          Path whole = Files.isDirectory(file) ? compressed() : file;
          try (var in = new GZIPInputStream(Files.newInputStream(whole))) {
            assertThat(in.readAllBytes()).asString().isEqualTo("text");
          }
        });

    files.tidy();

    assertThat(forced)
        .containsExactly(folder.resolve("a.20261119T220000.000Z.jsonl.gz.part"), folder);
    assertThat(closed).doesNotExist();
    assertThat(compressed()).exists();
  }

  @Test
  void fileThatCantBeForcedToTheDisk_stays() throws Exception {
    Path closed = Files.writeString(folder.resolve("a.20261119T220000.000Z.jsonl"), "text");
    ClosedFiles files = files();
    files.sync(
        (file, option) -> {
          throw new IOException("the disk is gone");
        });

    files.tidy();

    assertThat(closed).hasContent("text");
    assertThat(compressed()).doesNotExist();
  }

  @Test
  void folderThatBreaksWhileItIsRead_isAFailureOfTheDisk() {
    IOException broken = new IOException("Stale file handle");
    Stream<Path> listing =
        Stream.of(folder.resolve("b"))
            .peek(
                file -> {
                  throw new UncheckedIOException(broken);
                });

    assertThatThrownBy(() -> files().among(listing)).isSameAs(broken);
  }

  private Path compressed() {
    return folder.resolve("a.20261119T220000.000Z.jsonl.gz");
  }

  private ClosedFiles files() {
    RotationPolicy policy =
        new RotationPolicy(
            folder.resolve("a.jsonl"), 1, false, OptionalInt.empty(), Optional.empty(), true);
    return new ClosedFiles(policy, start -> InstantSource.fixed(Instant.EPOCH));
  }
}
