package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.recording.files.SegmentPath;

/** Files that are no index, or no longer. */
@Timeout(120)
class IndexDamageIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final int ROWS = 2_000;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("recordings.db");
  }

  private Path aside(String end) {
    return folder.resolve("recordings.db.damaged-1800000000" + end);
  }

  private void fill() {
    try (RecordingIndex index = RecordingIndex.open(file())) {
      fill(index);
    }
  }

  private static void fill(RecordingIndex index) {
    RecordedRun run = index.addRun("yard", T0, new byte[800], "avc1", 64, 48, false);
    for (int i = 0; i < ROWS; i++) {
      Instant start = T0.plusSeconds(i);
      index.addSegment(
          run,
          new SegmentPath("yard", T0, start).text(),
          start,
          start.plusSeconds(1),
          Duration.ofSeconds(i),
          800,
          9_000);
    }
  }

  /** A copy of the files as a process leaves them that is killed. */
  private void leaveOpen() throws IOException {
    Path live = folder.resolve("live");
    try (RecordingIndex index = RecordingIndex.open(live.resolve("recordings.db"))) {
      fill(index);
      for (String end : new String[] {"", "-wal"}) {
        Files.copy(live.resolve("recordings.db" + end), folder.resolve("recordings.db" + end));
      }
    }
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement open = connection.createStatement()) {
      open.execute(statement);
    }
  }

  private void overwrite(long from, int length) throws IOException {
    byte[] noise = new byte[length];
    new Random(3).nextBytes(noise);
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), from);
    }
  }

  private void assertMovedAside() {
    assertThatThrownBy(() -> RecordingIndex.open(file()))
        .isInstanceOf(DamagedIndexException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("move it away");

    OpenedIndex opened = IndexRecovery.open(file(), NOW);
    try (RecordingIndex index = opened.index()) {
      assertThat(opened.damaged()).contains(aside(""));
      assertThat(aside("")).exists();
      assertThat(index.totalBytes()).isZero();
      assertThat(index.endedCleanly()).isTrue();
    }
  }

  @Test
  void soundIndex_isOpened() {
    fill();

    OpenedIndex opened = IndexRecovery.open(file(), NOW);
    try (RecordingIndex index = opened.index()) {
      assertThat(opened.damaged()).isEmpty();
      assertThat(index.totalBytes()).isEqualTo(ROWS * 9_000L);
    }
  }

  @Test
  void killedProcess_leavesAnIndexThatIsWhole() throws IOException {
    leaveOpen();

    try (RecordingIndex index = RecordingIndex.open(file())) {
      assertThat(index.endedCleanly()).isFalse();
      assertThat(index.totalBytes()).isEqualTo(ROWS * 9_000L);
    }
    try (RecordingIndex index = RecordingIndex.open(file())) {
      assertThat(index.endedCleanly()).isTrue();
    }
  }

  @Test
  void headerThatIsOverwritten_isDamage() throws IOException {
    fill();
    overwrite(0, 100);
    assertMovedAside();
  }

  @Test
  void middleThatIsOverwritten_isFoundAfterAnUncleanEnd() throws Exception {
    fill();
    sql("UPDATE closing SET clean = 0");
    overwrite(Files.size(file()) / 2 / 4_096 * 4_096, 40_960);
    assertMovedAside();
  }

  @Test
  void middleThatIsOverwritten_isFoundByWhoReadsIt_andWhenItIsOpenedNext() throws Exception {
    fill();
    overwrite(Files.size(file()) / 2 / 4_096 * 4_096, 40_960);

    try (RecordingIndex index = RecordingIndex.open(file())) {
      assertThatThrownBy(() -> index.after(0, ROWS)).isInstanceOf(DamagedIndexException.class);
    }

    assertMovedAside();
  }

  @Test
  void fileThatIsCut_isDamage() throws Exception {
    fill();
    sql("UPDATE closing SET clean = 0");
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    assertMovedAside();
  }

  @Test
  void textFile_isNone() throws IOException {
    Files.writeString(file(), "Dear index, ".repeat(1_000));
    assertMovedAside();
  }

  @Test
  void databaseOfAnotherProgram_isNone_andNotChanged() throws Exception {
    sql("CREATE TABLE segment(a)");
    byte[] before = Files.readAllBytes(file());

    assertMovedAside();

    assertThat(Files.readAllBytes(aside(""))).isEqualTo(before);
  }

  @Test
  void emptyFile_isANewIndex() throws IOException {
    Files.createFile(file());

    try (RecordingIndex index = RecordingIndex.open(file())) {
      assertThat(index.totalBytes()).isZero();
    }
  }

  @Test
  void fileThatIsDamagedAgain_overwritesNone() throws IOException {
    Files.writeString(file(), "first text, which is no index of recordings");
    IndexRecovery.open(file(), NOW).index().close();
    Files.writeString(file(), "second text, which is no index of recordings");
    IndexRecovery.open(file(), NOW).index().close();

    assertThat(aside("")).content().startsWith("first");
    assertThat(folder.resolve("recordings.db.damaged-1800000001")).content().startsWith("second");
  }

  @Test
  void newerVersion_isRefused_andStays() throws Exception {
    fill();
    sql("PRAGMA user_version = 4");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> IndexRecovery.open(file(), NOW))
          .isInstanceOf(SluiceException.class)
          .isNotInstanceOf(DamagedIndexException.class)
          .hasMessage(
              "index of recordings "
                  + file()
                  + ": version 4 (expected: at most 3; a newer Sluice has made it: run that one, or"
                  + " move the file away, and it is built again from the recordings)")
          .extracting(failure -> ((SluiceException) failure).code())
          .isEqualTo(ErrorCode.ENVIRONMENT);
    }
    assertThat(aside("")).doesNotExist();
  }

  @Test
  void folderInItsPlace_isRefused_andStays() throws IOException {
    Files.createDirectories(file());

    assertThatThrownBy(() -> IndexRecovery.open(file(), NOW))
        .isInstanceOf(SluiceException.class)
        .isNotInstanceOf(DamagedIndexException.class)
        .hasMessageContaining(file().toString());
    assertThat(file()).isDirectory();
  }

  @Test
  void damageAnywhere_isRefusedOrSurvived() throws Exception {
    fill();
    sql("UPDATE closing SET clean = 0");
    byte[] sound = Files.readAllBytes(file());
    Random random = new Random(9);
    int refused = 0;
    for (int i = 0; i < 60; i++) {
      byte[] damaged = sound.clone();
      int from = random.nextInt(damaged.length);
      int to = Math.min(damaged.length, from + 1 + random.nextInt(5_000));
      byte[] noise = new byte[to - from];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, damaged, from, noise.length);
      if (Arrays.equals(damaged, sound)) {
        continue;
      }
      Files.write(file(), damaged);
      try (RecordingIndex index = RecordingIndex.open(file())) {
        assertThat(index.totalBytes()).isNotNegative();
      } catch (SluiceException e) {
        refused++;
        assertThat(e).hasMessageContaining(file().toString());
      }
      for (String end : new String[] {"-wal", "-shm"}) {
        Files.deleteIfExists(folder.resolve("recordings.db" + end));
      }
    }
    assertThat(refused).isGreaterThan(30);
  }
}
