package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.stage.sink.spool.SpoolFolder.WIDE;
import static sluice.stage.sink.spool.SpoolFolder.append;
import static sluice.stage.sink.spool.SpoolFolder.read;
import static sluice.stage.sink.spool.SpoolFolder.record;
import static sluice.stage.sink.spool.SpoolFolder.segmentsOf;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.CapturedLog;

/** Files that somebody else touched, or that a killed process left. */
class SpoolFilesTest {
  private static final int RECORD = RecordFormat.HEADER + record(0).length;

  @TempDir Path temp;

  private SpoolFolder folder;

  @BeforeEach
  void setUp() {
    folder = new SpoolFolder(temp.resolve("spool"));
  }

  @Test
  void deletedFolder_isNoticed_andBegunAnew() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200));
        CapturedLog log = CapturedLog.of(SpoolAppender.class)) {
      append(spool, 0, 20);
      spool.acknowledge(4);
      deleteFolder();
      folder.now = folder.now.plus(Duration.ofSeconds(1));
      assertThat(spool.append(record(20))).isEqualTo(20);
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(15);
      assertThat(read(spool)).containsExactly(20);
      assertThat(log.lines(Level.WARN))
          .singleElement()
          .asString()
          .endsWith("was deleted, moved away or cut; another is begun, and 15 records are lost");
      spool.savePosition();
    }
    try (Spool spool = folder.open(segmentsOf(200))) {
      assertThat(read(spool)).containsExactly(20);
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isZero();
    }
  }

  @Test
  void deletedFolder_isNoticedByAReader_too() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 20);
      deleteFolder();
      assertThat(spool.read(0, 100, Long.MAX_VALUE)).isEmpty();
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(20);
      assertThat(spool.firstWaiting()).isEqualTo(20);
      assertThat(spool.savePosition()).isTrue();
      append(spool, 20, 22);
      assertThat(read(spool)).containsExactly(20, 21);
    }
  }

  @Test
  void damageOfTheSegmentThatIsAppendedTo_isNoticedByTheReader() throws Exception {
    try (Spool spool = folder.open(WIDE);
        CapturedLog log = CapturedLog.of(SpoolReader.class)) {
      append(spool, 0, 10);
      Path file = folder.segments().getFirst();
      flip(file, 4 * RECORD + RecordFormat.HEADER);
      assertThat(read(spool)).containsExactly(0, 1, 2, 3);
      append(spool, 10, 12);
      assertThat(read(spool)).containsExactly(0, 1, 2, 3, 10, 11);
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(6);
      assertThat(log.lines(Level.WARN))
          .containsExactly(file + " is damaged from byte " + 4 * RECORD + " on: 6 records lost");
    }
  }

  @Test
  void damageThatNoPositionKnowsOf_countsAsOneAtLeast_andSequencesDontGoBack() throws Exception {
    SpoolFolder copy = new SpoolFolder(Files.createDirectory(temp.resolve("copy")));
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 10);
      Path file = folder.segments().getFirst();
      Path copied = Files.copy(file, copy.path.resolve(file.getFileName()));
      flip(copied, 5 * RECORD + RecordFormat.HEADER);
    }
    try (Spool killed = copy.open(WIDE)) {
      assertThat(read(killed)).containsExactly(0, 1, 2, 3, 4);
      assertThat(killed.status().lost(SpoolLoss.DAMAGED)).isEqualTo(1);
      assertThat(killed.append(record(10))).isGreaterThanOrEqualTo(10);
    }
    try (Spool again = copy.open(WIDE)) {
      assertThat(read(again)).containsExactly(0, 1, 2, 3, 4, 10);
      assertThat(again.status().lost(SpoolLoss.DAMAGED)).isZero();
    }
  }

  @Test
  void recordThatWasNotWrittenToItsEnd_isCutOff_andNoLoss() throws Exception {
    folder.open(WIDE).close();
    try (Spool spool = folder.open(WIDE);
        CapturedLog log = CapturedLog.of(SpoolRecovery.class)) {
      append(spool, 0, 3);
      Path file = folder.segments().getFirst();
      byte[] next = RecordFormat.encode(3, 0, record(3));
      for (int length : new int[] {1, RecordFormat.HEADER, next.length - 1}) {
        SpoolFolder copy = new SpoolFolder(Files.createDirectory(temp.resolve("copy" + length)));
        Path copied = Files.copy(file, copy.path.resolve(file.getFileName()));
        try (RandomAccessFile end = new RandomAccessFile(copied.toFile(), "rw")) {
          end.seek(end.length());
          end.write(next, 0, length);
        }
        try (Spool killed = copy.open(WIDE)) {
          assertThat(read(killed)).containsExactly(0, 1, 2);
          assertThat(killed.status().losses().values()).containsOnly(0L);
          assertThat(Files.size(copied)).isEqualTo(3 * RECORD);
          append(killed, 3, 4);
          assertThat(read(killed)).containsExactly(0, 1, 2, 3);
        }
      }
      assertThat(log.lines(Level.INFO)).hasSize(3);
      assertThat(log.lines(Level.WARN)).isEmpty();
    }
  }

  @Test
  void strangeStates_neverPreventOpening() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 20);
    }
    Files.writeString(folder.path.resolve("position"), "");
    Files.writeString(folder.path.resolve("position.new"), "half");
    Files.createFile(folder.path.resolve("00000000000000000100.segment"));
    Files.createDirectory(folder.path.resolve("00000000000000000200.segment"));
    Files.writeString(folder.path.resolve("09999999999999999999.segment"), "foreign");
    List<Path> segments = folder.segments();
    // One that overlaps: the first, under the name of its third record, with all from there on.
    byte[] first = Files.readAllBytes(segments.getFirst());
    Files.write(
        folder.path.resolve("00000000000000000002.segment"),
        Arrays.copyOfRange(first, 2 * RECORD, first.length));
    try (Spool spool = folder.open(segmentsOf(200))) {
      assertThat(read(spool)).containsExactlyElementsOf(numbers(0, 20));
      assertThat(spool.append(record(100))).isEqualTo(100);
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(80);
    }
  }

  @Test
  void positionAheadOfTheSegments_isWhereSequencesGoOn() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 20);
      spool.acknowledge(9);
    }
    for (Path file : folder.segments()) {
      Files.delete(file);
    }
    try (Spool spool = folder.open(WIDE)) {
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(10);
      assertThat(spool.append(record(20))).isEqualTo(20);
    }
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder.path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.path);
  }

  /** Flips a bit of the byte at an offset. */
  static void flip(Path path, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      int old = file.read();
      file.seek(offset);
      file.write(old ^ 1);
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
