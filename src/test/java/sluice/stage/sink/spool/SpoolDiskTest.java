package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sluice.stage.sink.spool.SpoolFolder.WIDE;
import static sluice.stage.sink.spool.SpoolFolder.append;
import static sluice.stage.sink.spool.SpoolFolder.read;
import static sluice.stage.sink.spool.SpoolFolder.record;
import static sluice.stage.sink.spool.SpoolFolder.segmentsOf;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.CapturedLog;

/** Disks that fail, fill up or hang, and files that somebody else touched. */
class SpoolDiskTest {
  private static final int RECORD = RecordFormat.HEADER + record(0).length;

  @TempDir Path temp;

  private SpoolFolder folder;

  @BeforeEach
  void setUp() {
    folder = new SpoolFolder(temp.resolve("spool"));
  }

  @Test
  void fullDisk_refusesRecords_andGoesOnWhenThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(mount(disk), "root is needed, and the right to mount a small tmpfs");
    try {
      SpoolFolder small = new SpoolFolder(disk.resolve("spool"));
      try (Spool spool = small.open(WIDE)) {
        Path filler = Files.write(disk.resolve("filler"), new byte[40 << 10]);
        int fitting = fill(spool);
        assertThat(fitting).isPositive();
        assertThatThrownBy(() -> spool.append(record(fitting)))
            .isInstanceOf(IOException.class)
            .hasMessage("can't append to the spool " + small.path + ": No space left on device");
        assertThat(read(spool)).containsExactlyElementsOf(numbers(0, fitting));
        Files.delete(filler);
        append(spool, fitting, fitting + 5);
        assertThat(read(spool)).containsExactlyElementsOf(numbers(0, fitting + 5));
        assertThat(spool.status().losses().values()).containsOnly(0L);
      }
      try (Spool spool = small.open(WIDE)) {
        assertThat(spool.status().losses().values()).containsOnly(0L);
        assertThat(spool.status().waitingRecords()).isPositive();
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void partOfARecord_isCutOffAgain() throws Exception {
    FailingFile disk = new FailingFile();
    try (Spool spool = open(disk)) {
      append(spool, 0, 3);
      disk.failsAfter = 10;
      assertThatThrownBy(() -> spool.append(record(3))).hasMessageEndingWith(": no space");
      assertThat(Files.size(folder.segments().getFirst())).isEqualTo(3 * RECORD);
      disk.failsAfter = Integer.MAX_VALUE;
      assertThat(spool.append(record(3))).isEqualTo(3);
    }
    assertThat(folder.segments()).hasSize(1);
    assertReadAfterRestart(4);
  }

  @Test
  void partOfARecordThatCantBeCutOff_isLeftBehindInItsSegment() throws Exception {
    FailingFile disk = new FailingFile();
    try (Spool spool = open(disk)) {
      append(spool, 0, 3);
      disk.failsAfter = RECORD; // all of it is written, and yet the write fails
      disk.truncateFails = true;
      assertThatThrownBy(() -> spool.append("disturb0".getBytes(StandardCharsets.UTF_8)))
          .hasMessageEndingWith(": no space");
      disk.failsAfter = Integer.MAX_VALUE;
      assertThat(spool.append(record(3))).isEqualTo(3);
      assertThat(read(spool)).containsExactly(0, 1, 2, 3);
    }
    assertThat(folder.segments()).hasSize(2);
    assertReadAfterRestart(4);
  }

  @Test
  void firstRecordOfASegmentThatCantBeCutOff_isReplaced() throws Exception {
    FailingFile disk = new FailingFile();
    try (Spool spool = open(disk)) {
      disk.failsAfter = 10;
      disk.truncateFails = true;
      assertThatThrownBy(() -> spool.append(record(7))).hasMessageEndingWith(": no space");
      disk.failsAfter = Integer.MAX_VALUE;
      append(spool, 0, 2);
      assertThat(read(spool)).containsExactly(0, 1);
    }
    assertThat(folder.segments()).hasSize(1);
    assertReadAfterRestart(2);
  }

  @Test
  void diskThatHangsInSync_holdsUpNobodyElse() throws Exception {
    CountDownLatch forcing = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    SpoolSync.Force hanging =
        (file, option) -> {
          forcing.countDown();
          try {
            assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    try (Spool spool =
        Spool.open(folder.path, segmentsOf(200), () -> folder.now, AppendFile.SYSTEM, hanging)) {
      append(spool, 0, 3);
      CompletableFuture<Void> sync = CompletableFuture.runAsync(() -> sync(spool));
      assertThat(forcing.await(30, TimeUnit.SECONDS)).isTrue();
      append(spool, 3, 30);
      assertThat(read(spool)).hasSize(30);
      spool.acknowledge(25);
      assertThat(spool.savePosition()).isTrue();
      assertThat(spool.status().waitingRecords()).isEqualTo(4);
      assertThat(spool.isDirty()).isTrue();
      assertThat(sync).isNotDone();
      answered.countDown();
      sync.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void failedSync_isTriedAgain() throws Exception {
    boolean[] fails = {true};
    SpoolSync.Force disk =
        (file, option) -> {
          if (fails[0]) {
            throw new IOException("Input/output error");
          }
        };
    try (Spool spool = Spool.open(folder.path, WIDE, () -> folder.now, AppendFile.SYSTEM, disk)) {
      append(spool, 0, 1);
      assertThatThrownBy(spool::sync)
          .hasMessage("can't sync the spool " + folder.path + ": Input/output error");
      assertThat(spool.isDirty()).isTrue();
      fails[0] = false;
      spool.sync();
      assertThat(spool.isDirty()).isFalse();
    }
  }

  @Test
  void folderThatIsAFile_isAnError() throws Exception {
    Files.writeString(folder.path, "no folder");
    assertThatThrownBy(() -> folder.open(WIDE))
        .isInstanceOf(IOException.class)
        .hasMessage("can't open the spool " + folder.path + ": it exists");
  }

  @Test
  void readOnlyFolder_isAnError() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    assumeTrue(mount(disk), "root is needed, and the right to mount a small tmpfs");
    try {
      SpoolFolder small = new SpoolFolder(disk.resolve("spool"));
      try (Spool spool = small.open(WIDE)) {
        append(spool, 0, 2);
      }
      assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
      assertThatThrownBy(() -> small.open(WIDE))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("can't open the spool " + small.path + ": ")
          .hasMessageContaining("Read-only file system");
      assertThatThrownBy(() -> new SpoolFolder(disk.resolve("other")).open(WIDE))
          .hasMessage("can't open the spool " + disk.resolve("other") + ": Read-only file system");
    } finally {
      run("umount", disk.toString());
    }
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

  @Test
  void threads_appendReadAndSync_withoutLosing() throws Exception {
    int records = 20_000;
    try (Spool spool = folder.open(segmentsOf(20_000))) {
      CompletableFuture<Void> appender =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < records; i++) {
                  appendWhenThereIsRoom(spool, i);
                }
              });
      CompletableFuture<Void> syncer =
          CompletableFuture.runAsync(
              () -> {
                while (!appender.isDone()) {
                  sync(spool);
                  spool.status();
                }
              });
      int next = 0;
      while (next < records && !appender.isCompletedExceptionally()) {
        for (SpoolRecord record : spool.read(next, 50, Long.MAX_VALUE)) {
          assertThat(record.sequence()).isEqualTo(next);
          assertThat(record.bytes()).isEqualTo(record(next));
          next++;
        }
        spool.acknowledge(next - 1L);
      }
      appender.get(30, TimeUnit.SECONDS);
      syncer.get(30, TimeUnit.SECONDS);
      assertThat(spool.status().waitingRecords()).isZero();
      assertThat(spool.status().losses().values()).containsOnly(0L);
      assertThat(folder.segments()).hasSize(1);
    }
  }

  private static void appendWhenThereIsRoom(Spool spool, int number) {
    while (spool.status().waitingRecords() > 5_000) {
      Thread.onSpinWait();
    }
    try {
      spool.append(record(number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(Spool spool) {
    try {
      spool.sync();
      spool.savePosition();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertReadAfterRestart(int records) throws IOException {
    try (Spool spool = folder.open(WIDE)) {
      assertThat(read(spool)).containsExactlyElementsOf(numbers(0, records));
      assertThat(spool.status().losses().values()).containsOnly(0L);
    }
  }

  private Spool open(FailingFile disk) throws IOException {
    return Spool.open(folder.path, WIDE, () -> folder.now, disk, SpoolSync.Force.SYSTEM);
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.list(folder.path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.path);
  }

  private static int fill(Spool spool) {
    int fitting = 0;
    try {
      while (fitting < 100_000) {
        spool.append(record(fitting));
        fitting++;
      }
    } catch (IOException e) {
      return fitting;
    }
    throw new AssertionError("the disk is never full");
  }

  private static void flip(Path path, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      int old = file.read();
      file.seek(offset);
      file.write(old ^ 1);
    }
  }

  private static boolean mount(Path disk) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
