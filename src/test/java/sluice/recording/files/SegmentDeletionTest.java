package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentDeletionTest {
  private static final Instant START = Instant.parse("2026-11-28T14:00:00Z");

  @TempDir Path folder;

  private SegmentPath path(int seconds) {
    return new SegmentPath("yard", START, START.plusSeconds(seconds));
  }

  private SegmentPath file(int seconds) throws IOException {
    SegmentPath path = path(seconds);
    TestSegment.write(folder, path, new byte[3]);
    return path;
  }

  @Test
  void files_andFoldersThatAreEmptyThen_areGone() throws IOException {
    SegmentPath first = file(0);
    SegmentPath second = file(1);
    SegmentPath nextHour = file(3600);

    SegmentDeletion.Outcome outcome =
        SegmentDeletion.delete(folder, List.of(first.text(), second.text()));

    assertThat(outcome.gone()).containsExactly(first.text(), second.text());
    assertThat(outcome.failed()).isEmpty();
    assertThat(folder.resolve("yard/2026-11-28/14")).doesNotExist();
    assertThat(nextHour.in(folder)).exists();

    SegmentDeletion.delete(folder, List.of(nextHour.text()));
    assertThat(folder.resolve("yard/2026-11-28")).doesNotExist();
    assertThat(folder.resolve("yard")).isEmptyDirectory();
  }

  @Test
  void folderWithOtherFiles_stays() throws IOException {
    SegmentPath first = file(0);
    Path other = Files.writeString(first.in(folder).resolveSibling("notes.txt"), "mine");

    assertThat(SegmentDeletion.delete(folder, List.of(first.text())).gone()).hasSize(1);

    assertThat(other).exists();
  }

  @Test
  void filesThatAreNotThere_areGone() {
    assertThat(SegmentDeletion.delete(folder, List.of(path(0).text())).gone())
        .containsExactly(path(0).text());
  }

  @Test
  void namesThatNoRecordingHas_areLeftAlone() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    Path outside = Files.writeString(folder.resolve("precious.mp4"), "mine");

    SegmentDeletion.Outcome outcome = SegmentDeletion.delete(store, List.of("../precious.mp4"));

    assertThat(outcome.gone()).containsExactly("../precious.mp4");
    assertThat(outside).exists();
  }

  @Test
  void whatCantBeDeleted_isSaid_andTheOthersGo() throws IOException {
    SegmentPath first = file(0);
    SegmentPath second = path(1);
    Files.createDirectories(second.in(folder).resolve("a folder in its place"));

    SegmentDeletion.Outcome outcome =
        SegmentDeletion.delete(folder, List.of(second.text(), first.text()));

    assertThat(outcome.gone()).containsExactly(first.text());
    assertThat(outcome.failed()).containsExactly(second.text());
    assertThat(outcome.reason()).isEqualTo("the folder is not empty");
  }

  @Test
  void nothingIsGone_whereTheStoreIsNotThere() {
    SegmentDeletion.Outcome outcome =
        SegmentDeletion.delete(folder.resolve("unmounted"), List.of(path(0).text()));

    assertThat(outcome.gone()).isEmpty();
    assertThat(outcome.failed()).containsExactly(path(0).text());
  }
}
