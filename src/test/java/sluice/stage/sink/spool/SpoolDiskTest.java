package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sluice.stage.sink.spool.SpoolFolder.WIDE;
import static sluice.stage.sink.spool.SpoolFolder.append;
import static sluice.stage.sink.spool.SpoolFolder.read;
import static sluice.stage.sink.spool.SpoolFolder.record;
import static sluice.stage.sink.spool.SpoolFolder.segmentsOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail, fill up or hang. */
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
  void partOfARecordThatIsCutOffAgain_isNeverRead() throws Exception {
    FailingFile disk = new FailingFile();
    try (Spool spool = open(disk)) {
      append(spool, 0, 3);
      disk.failsAfter = RECORD - 1;
      disk.meanwhile = () -> assertThat(readAll(spool)).containsExactly(0, 1, 2);
      assertThatThrownBy(() -> spool.append(record(7))).hasMessageEndingWith(": no space");
      disk.failsAfter = Integer.MAX_VALUE;
      append(spool, 3, 4);
      assertThat(spool.read(3, 9, 99))
          .singleElement()
          .extracting(SpoolRecord::bytes)
          .isEqualTo(record(3));
      assertThat(spool.status().losses().values()).containsOnly(0L);
    }
  }

  @Test
  void recordThatIsWrittenBehindDamage_isWrittenOnceMoreElsewhere() throws Exception {
    FailingFile disk = new FailingFile();
    try (Spool spool = open(disk)) {
      append(spool, 0, 10);
      SpoolFilesTest.flip(folder.segments().getFirst(), 5 * RECORD + RecordFormat.HEADER);
      disk.meanwhile = () -> assertThat(readAll(spool)).containsExactly(0, 1, 2, 3, 4);
      assertThat(spool.append(record(10))).isEqualTo(10);
      assertThat(read(spool)).containsExactly(0, 1, 2, 3, 4, 10);
      assertThat(spool.status().lost(SpoolLoss.DAMAGED)).isEqualTo(5);
    }
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
    Set<Path> failing = new HashSet<>();
    Set<Path> forced = new HashSet<>();
    SpoolSync.Force disk =
        (file, option) -> {
          if (failing.contains(file)) {
            throw new IOException("Input/output error");
          }
          forced.add(file);
        };
    try (Spool spool = Spool.open(folder.path, WIDE, () -> folder.now, AppendFile.SYSTEM, disk)) {
      append(spool, 0, 1);
      Path segment = folder.segments().getFirst();
      for (Path file : List.of(segment, folder.path)) {
        failing.add(file);
        assertThatThrownBy(spool::sync)
            .hasMessage("can't sync the spool " + folder.path + ": Input/output error");
        assertThat(spool.isDirty()).isTrue();
      }
      failing.clear();
      spool.sync();
      assertThat(forced).containsExactlyInAnyOrder(segment, folder.path);
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

  private static List<Integer> readAll(Spool spool) {
    try {
      return read(spool);
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
