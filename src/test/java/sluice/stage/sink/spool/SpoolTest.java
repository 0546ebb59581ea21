package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.stage.sink.spool.SpoolFolder.WIDE;
import static sluice.stage.sink.spool.SpoolFolder.append;
import static sluice.stage.sink.spool.SpoolFolder.read;
import static sluice.stage.sink.spool.SpoolFolder.record;
import static sluice.stage.sink.spool.SpoolFolder.segmentsOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  @TempDir Path temp;

  private SpoolFolder folder;

  @BeforeEach
  void setUp() {
    folder = new SpoolFolder(temp.resolve("mqtt/lobby"));
  }

  @Test
  void records_areReadInOrder_asOftenAsWanted() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 20);
      assertThat(read(spool)).containsExactlyElementsOf(numbers(0, 20));
      assertThat(read(spool)).containsExactlyElementsOf(numbers(0, 20));
      SpoolRecord sixth = spool.read(5, 1, 1).getFirst();
      assertThat(sixth.sequence()).isEqualTo(5);
      assertThat(sixth.appendedAt()).isEqualTo(SpoolFolder.START);
      assertThat(sixth.bytes()).isEqualTo(record(5));
      append(spool, 20, 22);
      assertThat(spool.read(20, 9, 99)).hasSize(2);
      assertThat(spool.read(22, 9, 99)).isEmpty();
    }
  }

  @Test
  void batch_endsWithTheRecordThatReachesItsBytes() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 9);
      assertThat(spool.read(0, 9, 1)).hasSize(1);
      assertThat(spool.read(0, 9, 2 * record(0).length)).hasSize(2);
      assertThat(spool.read(0, 9, 2 * record(0).length + 1)).hasSize(3);
    }
  }

  @Test
  void whatWasNotAcknowledged_isThereAfterARestart() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 30);
      spool.acknowledge(16);
    }
    try (Spool spool = folder.open(segmentsOf(200))) {
      assertThat(spool.firstWaiting()).isEqualTo(17);
      assertThat(spool.end()).isEqualTo(30);
      assertThat(read(spool)).containsExactlyElementsOf(numbers(17, 30));
      append(spool, 30, 33);
      assertThat(read(spool)).containsExactlyElementsOf(numbers(17, 33));
      assertThat(spool.status().losses().values()).containsOnly(0L);
    }
  }

  @Test
  void whatIsAcknowledged_isDeleted_andSequencesGoOn() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 30);
      assertThat(folder.segments()).hasSizeGreaterThan(4);
      spool.acknowledge(29);
      assertThat(folder.segments()).hasSize(1);
      assertThat(spool.status().waitingRecords()).isZero();
      assertThat(spool.status().waitingBytes()).isZero();
      assertThat(spool.status().oldest()).isEmpty();
    }
    Files.delete(folder.path.resolve("position"));
    try (Spool spool = folder.open(segmentsOf(200))) {
      assertThat(spool.append(record(30))).isEqualTo(30);
      spool.acknowledge(Long.MAX_VALUE);
      assertThat(spool.firstWaiting()).isEqualTo(31);
      assertThat(spool.append(record(31))).isEqualTo(31);
    }
  }

  @Test
  void acknowledging_goesNeverBack() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 9);
      spool.acknowledge(5);
      spool.acknowledge(2);
      assertThat(spool.firstWaiting()).isEqualTo(6);
      assertThat(spool.read(0, 1, 1).getFirst().sequence()).isEqualTo(6);
    }
  }

  @Test
  void fullSpool_losesItsOldest_andCountsThem() throws Exception {
    SpoolLimits limits = segmentsOf(200);
    try (Spool spool = folder.open(limits)) {
      append(spool, 0, 50);
      spool.acknowledge(9);
      append(spool, 50, 200);
      SpoolStatus status = spool.status();
      long lost = status.lost(SpoolLoss.SPOOL_FULL);
      assertThat(lost + status.waitingRecords()).isEqualTo(190);
      assertThat(spool.firstWaiting()).isEqualTo(10 + lost);
      assertThat(read(spool)).containsExactlyElementsOf(numbers((int) (10 + lost), 200));
      assertThat(sizeOnDisk()).isBetween(limits.maxSize() * 14 / 16, limits.maxSize());

      spool.limits(segmentsOf(50));
      append(spool, 200, 201);
      assertThat(sizeOnDisk()).isLessThanOrEqualTo(segmentsOf(50).maxSize());
      assertThat(spool.status().lost(SpoolLoss.SPOOL_FULL)).isGreaterThan(lost);
      assertThat(read(spool)).endsWith(199, 200);
    }
  }

  @Test
  void recordGreaterThanASegment_hasOneOfItsOwn() throws Exception {
    byte[] great = new byte[1_500];
    great[1_499] = 1;
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 2);
      spool.append(great);
      append(spool, 3, 5);
      assertThat(spool.read(2, 1, 1).getFirst().bytes()).isEqualTo(great);
      assertThat(folder.segments()).hasSize(3);
    }
    try (Spool spool = folder.open(segmentsOf(200))) {
      assertThat(spool.read(2, 1, 1).getFirst().bytes()).isEqualTo(great);
    }
  }

  @Test
  void recordGreaterThanTheSpool_isRefused() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 2);
      assertThatThrownBy(() -> spool.append(new byte[3_200]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a record of 3224 bytes is greater than the whole spool may be: 3200 bytes");
      assertThat(read(spool)).containsExactly(0, 1);
    }
  }

  @Test
  void recordsThatAreTooOld_areSkipped_andCounted() throws Exception {
    SpoolLimits limits = new SpoolLimits(1 << 20, Duration.ofMinutes(10));
    try (Spool spool = folder.open(limits)) {
      append(spool, 0, 3);
      folder.now = SpoolFolder.START.plus(Duration.ofMinutes(1));
      append(spool, 3, 5);
      folder.now = SpoolFolder.START.plus(Duration.ofMinutes(10)).minusMillis(1);
      assertThat(read(spool)).containsExactly(0, 1, 2, 3, 4);
      folder.now = SpoolFolder.START.plus(Duration.ofMinutes(10));
      assertThat(read(spool)).containsExactly(3, 4);
      assertThat(read(spool)).containsExactly(3, 4);
      assertThat(spool.firstWaiting()).isEqualTo(3);
      assertThat(spool.status().lost(SpoolLoss.EXPIRED)).isEqualTo(3);
      assertThat(spool.status().waitingRecords()).isEqualTo(2);
    }
  }

  @Test
  void recordsThatAreTooOld_goWithoutAReader_too() throws Exception {
    SpoolLimits limits = new SpoolLimits(16 * 200, Duration.ofMinutes(10));
    try (Spool spool = folder.open(limits)) {
      append(spool, 0, 30);
      spool.acknowledge(1);
      folder.now = SpoolFolder.START.plus(Duration.ofMinutes(10));
      assertThat(spool.savePosition()).isTrue();
      assertThat(spool.status().waitingRecords()).isZero();
      assertThat(spool.status().lost(SpoolLoss.EXPIRED)).isEqualTo(28);
      assertThat(folder.segments()).hasSize(1);
      assertThat(spool.savePosition()).isFalse();
      assertThat(spool.append(record(30))).isEqualTo(30);
    }
  }

  @Test
  void status_tellsWhatWaits() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      assertThat(spool.status().oldest()).isEmpty();
      for (int i = 0; i < 10; i++) {
        folder.now = at(i);
        append(spool, i, i + 1);
      }
      assertThat(spool.status().waitingRecords()).isEqualTo(10);
      assertThat(spool.status().oldest()).hasValue(at(0));
      long all = spool.status().waitingBytes();
      assertThat(all).isEqualTo(10L * (record(0).length + RecordFormat.HEADER));
      spool.acknowledge(3);
      assertThat(spool.status().oldest()).hasValue(at(4));
      assertThat(spool.status().waitingBytes()).isEqualTo(all * 6 / 10);
    }
    folder.now = at(100);
    try (Spool spool = folder.open(WIDE)) {
      assertThat(spool.status().oldest()).hasValue(at(4));
      spool.acknowledge(9);
      append(spool, 10, 11);
      assertThat(spool.status().oldest()).hasValue(at(100));
    }
  }

  @Test
  void position_isWrittenWhereItChanged() throws Exception {
    try (Spool spool = folder.open(WIDE)) {
      assertThat(spool.savePosition()).isFalse();
      append(spool, 0, 2);
      spool.acknowledge(0);
      assertThat(spool.savePosition()).isTrue();
      assertThat(spool.savePosition()).isFalse();
      assertThat(folder.path.resolve("position"))
          .content()
          .startsWith("sluice spool 1\nacknowledged 1\nend 2\ncrc32c ");
    }
  }

  @Test
  void sync_isDueAfterAppending() throws Exception {
    try (Spool spool = folder.open(segmentsOf(200))) {
      append(spool, 0, 30);
      assertThat(spool.isDirty()).isTrue();
      spool.sync();
      assertThat(spool.isDirty()).isFalse();
      spool.acknowledge(29);
      assertThat(spool.isDirty()).isFalse();
    }
  }

  @Test
  void closedSpool_takesAndGivesNothing() throws Exception {
    Spool spool = folder.open(WIDE);
    append(spool, 0, 2);
    spool.close();
    spool.close();
    assertThatThrownBy(() -> spool.append(record(2)))
        .isInstanceOf(IOException.class)
        .hasMessage("the spool " + folder.path + " is closed");
    assertThat(spool.read(0, 9, 99)).isEmpty();
    assertThat(spool.savePosition()).isFalse();
    spool.sync();
  }

  @Test
  void delete_leavesForeignFiles() throws Exception {
    folder.open(WIDE).close();
    Path foreign = Files.writeString(folder.path.resolve("notes.txt"), "precious");
    Files.createDirectory(folder.path.resolve("00000000000000000007.segment"));
    try (Spool spool = folder.open(WIDE)) {
      append(spool, 0, 2);
    }
    Spool.delete(folder.path);
    assertThat(foreign).hasContent("precious");
    assertThat(folder.path.resolve("position")).doesNotExist();

    Files.delete(foreign);
    Files.delete(folder.path.resolve("00000000000000000007.segment"));
    Spool.delete(folder.path);
    assertThat(folder.path).doesNotExist();
    Spool.delete(folder.path);
  }

  private long sizeOnDisk() throws IOException {
    long size = 0;
    for (Path file : folder.segments()) {
      size += Files.size(file);
    }
    return size;
  }

  private static Instant at(int minutes) {
    return SpoolFolder.START.plus(Duration.ofMinutes(minutes));
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
