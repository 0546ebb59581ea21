package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionMarkTest {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final SegmentPath PATH = new SegmentPath("yard", T0, T0.plusSeconds(10));

  @TempDir Path folder;

  private Path file() throws IOException {
    return TestSegment.write(folder, PATH, new byte[3]);
  }

  @Test
  void mark_liesBesideItsFile_forThisUserAlone() throws IOException {
    Path file = file();
    assertThat(MotionMark.isAt(file)).isFalse();
    MotionMark.put(file);
    MotionMark.put(file);
    assertThat(MotionMark.isAt(file)).isTrue();
    Path mark = MotionMark.of(file);
    assertThat(mark).isEmptyFile().hasParent(file.getParent());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mark)))
        .isEqualTo("rw-------");
    assertThat(MotionMark.marked(folder.relativize(mark).toString())).isEqualTo(PATH.text());
    assertThat(MotionMark.marked("yard/notes.txt")).isEmpty();
    assertThat(EventPath.parse(folder.relativize(mark).toString())).isEmpty();
  }

  @Test
  void fileThatIsntThere_getsNone() throws IOException {
    Path file = file();
    Files.delete(file);
    MotionMark.put(file);
    assertThat(file.getParent()).isEmptyDirectory();
  }

  @Test
  void fileThatIsDeleted_takesItsMarkAlong_andTheFolder() throws IOException {
    MotionMark.put(file());
    assertThat(SegmentDeletion.delete(folder, List.of(PATH.text())).gone())
        .containsExactly(PATH.text());
    assertThat(folder.resolve("yard")).isEmptyDirectory();
  }
}
