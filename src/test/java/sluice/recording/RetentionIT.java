package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.recording.RetentionReport.Deleted;
import sluice.recording.files.SegmentDeletion;
import sluice.recording.files.SegmentPath;
import sluice.recording.files.TestSegment;
import sluice.recording.index.IndexRecovery;
import sluice.recording.index.RecordingIndex;

/** What a store loses, and keeps. */
@Timeout(120)
class RetentionIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
  private static final LongSupplier EMPTY_DISK = () -> Long.MAX_VALUE;
  private static final Deleted NOTHING = new Deleted(0, 0);

  @TempDir Path folder;
  private RecordingIndex index;

  private Path store() {
    return folder.resolve("store");
  }

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(store());
    index = RecordingIndex.open(folder.resolve("recordings.db"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private RecordedSegment record(String stream, int second, int bytes) throws IOException {
    SegmentPath path = new SegmentPath(stream, T0, T0.plusSeconds(second));
    TestSegment.write(store(), path, new byte[bytes]);
    RecordedRun run = index.addRun(stream, T0, new byte[9], "avc1", 64, 48, false);
    return index.addSegment(
        run,
        path.text(),
        path.startsAt(),
        path.startsAt().plusSeconds(10),
        Duration.ofSeconds(second),
        9,
        bytes);
  }

  private Retention retention(RetentionLimits limits, LongSupplier usable) {
    return new Retention(store(), index, () -> limits, usable);
  }

  private Retention ofSize(long maxBytes) {
    return retention(new RetentionLimits(maxBytes, 0, _ -> FOR_EVER), EMPTY_DISK);
  }

  private boolean isThere(RecordedSegment segment) {
    boolean file = Files.exists(store().resolve(segment.file()));
    assertThat(index.segment(segment.id()).isPresent()).as(segment.file()).isEqualTo(file);
    return file;
  }

  private long bytesOnDisk() throws IOException {
    long sum = 0;
    try (var files = Files.walk(store())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
    }
    return sum;
  }

  @Test
  void storeWithinItsLimits_losesNothing() throws IOException {
    RecordedSegment segment = record("yard", 0, 100);

    assertThat(ofSize(100).enforce(NOW))
        .isEqualTo(new RetentionReport(NOTHING, NOTHING, NOTHING, 0, false, false));
    assertThat(isThere(segment)).isTrue();
  }

  @Test
  void storeAboveItsSize_losesTheOldestOfAllStreams() throws IOException {
    RecordedSegment third = record("yard", 20, 100);
    RecordedSegment first = record("door", 0, 50);
    RecordedSegment second = record("yard", 10, 100);
    RecordedSegment fourth = record("door", 4_000, 100);

    RetentionReport report = ofSize(300).enforce(NOW);

    assertThat(report)
        .isEqualTo(new RetentionReport(NOTHING, new Deleted(2, 150), NOTHING, 0, false, false));
    assertThat(isThere(first)).isFalse();
    assertThat(isThere(second)).isFalse();
    assertThat(isThere(third)).isTrue();
    assertThat(isThere(fourth)).isTrue();
    assertThat(store().resolve("door/2026-11-28/14")).doesNotExist();
    assertThat(store().resolve("door/2026-11-28/15")).isDirectory();
    assertThat(index.garbage("", 9)).isEmpty();
  }

  @Test
  void storeAboveItsSize_losesWhatHasNoMotion_thenMotion_thenEvents_andNothingThatIsLocked()
      throws IOException {
    RecordedSegment locked = record("yard", 0, 1_000);
    RecordedSegment ofEvent = record("yard", 10, 1_000);
    RecordedSegment motion = record("yard", 20, 1_000);
    RecordedSegment laterMotion = record("door", 30, 1_000);
    RecordedSegment plain = record("yard", 40, 1_000);
    RecordedSegment laterPlain = record("door", 50, 1_000);
    index.addMotion("yard", T0.plusSeconds(5), T0.plusSeconds(25)); // of the first two as well
    index.addMotion("door", T0.plusSeconds(35), T0.plusSeconds(36));
    RecordedEvent kept = event(1, 4);
    RecordedEvent gone = event(11, 14);
    index.events().lock(kept.id(), true);

    List<RecordedSegment> order = List.of(plain, laterPlain, motion, laterMotion, ofEvent);
    for (int deleted = 1; deleted <= order.size(); deleted++) {
      assertThat(index.events().find(gone.id())).isPresent();
      long room = (6 - deleted) * 1_100L; // it is brought to 95 % of that
      ofSize(room).enforce(NOW);
      for (int i = 0; i < order.size(); i++) {
        assertThat(isThere(order.get(i)))
            .as("%d deleted, file %d", deleted, i)
            .isEqualTo(i >= deleted);
      }
    }
    assertThat(index.events().find(gone.id())).isEmpty();
    assertThat(ofSize(1).enforce(NOW).roomMissing()).isTrue();
    assertThat(isThere(locked)).isTrue();
    assertThat(index.events().find(kept.id())).isPresent();
  }

  @Test
  void fileWithMotion_goesAtItsOwnAge() throws IOException {
    RecordedSegment plain = record("yard", 0, 100);
    RecordedSegment motion = record("yard", 10, 100);
    index.addMotion("yard", T0.plusSeconds(15), T0.plusSeconds(16));
    Duration age = Duration.between(T0, NOW);
    Duration week = Duration.ofDays(7);
    retention(
            new RetentionLimits(1_000, 0, _ -> age.minusSeconds(20), _ -> week, _ -> FOR_EVER),
            EMPTY_DISK)
        .enforce(NOW);
    assertThat(isThere(plain)).isFalse();
    assertThat(isThere(motion)).isTrue();
    retention(
            new RetentionLimits(
                1_000, 0, _ -> age.minusSeconds(20), _ -> age.minusSeconds(20), _ -> FOR_EVER),
            EMPTY_DISK)
        .enforce(NOW);
    assertThat(isThere(motion)).isFalse();
  }

  /** An event of the yard that keeps just its time. */
  private RecordedEvent event(int from, int to) {
    Instant begin = T0.plusSeconds(from);
    Instant end = T0.plusSeconds(to);
    RecordedEvent event =
        new RecordedEvent(
            begin.toEpochMilli() + "-yard-1",
            "yard",
            "person",
            Optional.empty(),
            begin,
            end,
            false,
            0.5f,
            List.of(),
            List.of(),
            begin,
            end,
            false,
            false);
    index.events().put(event, List.of());
    return event;
  }

  @Test
  void whatIsBeingWritten_counts_butLeavesHalfForWhatIsFinished() {
    RetentionLimits limits = new RetentionLimits(1_000, 7, _ -> FOR_EVER);
    assertThat(limits.besides(100).maxBytes()).isEqualTo(900);
    assertThat(limits.besides(900).maxBytes()).isEqualTo(500);
    assertThat(limits.besides(100).minFreeBytes()).isEqualTo(7);
  }

  @Test
  void quota_isHeldWithinTwoPercent_overRandomSizes() throws IOException {
    Random random = new Random(4);
    long quota = 400_000;
    Retention retention = ofSize(quota);
    long most = 0;
    long deleted = 0;
    for (int i = 0; i < 1_000; i++) {
      record("s" + i % 3, i * 10, 500 + random.nextInt(4_000));
      if (i % 3 == 0) {
        long before = index.totalBytes();
        RetentionReport report = retention.enforce(NOW);
        assertThat(report.roomMissing()).isFalse();
        deleted += report.size().files();
        most = Math.max(most, before);
        if (before > quota) {
          assertThat(index.totalBytes())
              .as("95 %, less than one file below")
              .isBetween(quota * 95 / 100 - 4_500, quota * 95 / 100);
        } else {
          assertThat(report.size()).isEqualTo(NOTHING);
        }
      }
    }
    assertThat(deleted).isGreaterThan(500);
    assertThat(most).isLessThan(quota * 104 / 100);
    assertThat(bytesOnDisk()).isEqualTo(index.totalBytes());
  }

  @Test
  void moreThanAStep_isDeletedInOneCall() throws IOException {
    for (int i = 0; i < Retention.STEP * 2 + 50; i++) {
      record("yard", i * 10, 10);
    }

    assertThat(ofSize(0).enforce(NOW).size()).isEqualTo(new Deleted(250, 2_500));
    assertThat(index.streams()).isEmpty();
    assertThat(bytesOnDisk()).isZero();
    assertThat(store().resolve("yard")).isEmptyDirectory();
  }

  @Test
  void age_isThatOfEachStream() throws IOException {
    RecordedSegment oldYard = record("yard", 0, 10);
    RecordedSegment newYard = record("yard", 100, 10);
    RecordedSegment oldDoor = record("door", 0, 10);
    RecordedSegment oldShed = record("shed", 0, 10);
    RecordedSegment gone = record("gone", 0, 10);
    Instant now = T0.plusSeconds(60);
    Map<String, Duration> ages =
        Map.of(
            "yard", Duration.ofSeconds(50),
            "door", Duration.ofSeconds(51),
            "shed", FOR_EVER);
    RetentionLimits limits =
        new RetentionLimits(
            Long.MAX_VALUE, 0, stream -> ages.getOrDefault(stream, Duration.ofSeconds(1)));

    RetentionReport report = retention(limits, EMPTY_DISK).enforce(now);

    assertThat(report)
        .isEqualTo(new RetentionReport(new Deleted(2, 20), NOTHING, NOTHING, 0, false, false));
    assertThat(isThere(oldYard)).isFalse();
    assertThat(isThere(newYard)).isTrue();
    assertThat(isThere(oldDoor)).isTrue();
    assertThat(isThere(oldShed)).isTrue();
    assertThat(isThere(gone)).as("no longer configured: the default").isFalse();
  }

  @Test
  void fullDisk_losesWhatIsMissing() throws IOException {
    List<RecordedSegment> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(record("yard", i * 10, 100));
    }
    AtomicLong free = new AtomicLong(50);
    RetentionLimits limits = new RetentionLimits(Long.MAX_VALUE, 300, _ -> FOR_EVER);
    Retention retention = retention(limits, () -> free.get() + 1_000 - index.totalBytes());

    RetentionReport report = retention.enforce(NOW);

    assertThat(report)
        .isEqualTo(new RetentionReport(NOTHING, NOTHING, new Deleted(3, 300), 0, false, false));
    assertThat(all).filteredOn(this::isThere).hasSize(7).isEqualTo(all.subList(3, 10));
  }

  @Test
  void diskThatSomebodyElseFills_losesNoMoreThanIsMissing_inACall() throws IOException {
    for (int i = 0; i < 10; i++) {
      record("yard", i * 10, 100);
    }
    RetentionLimits limits = new RetentionLimits(Long.MAX_VALUE, 250, _ -> FOR_EVER);
    Retention retention = retention(limits, () -> 0);

    RetentionReport report = retention.enforce(NOW);

    assertThat(report.space()).isEqualTo(new Deleted(3, 300));
    assertThat(report.roomMissing()).isTrue();
  }

  @Test
  void whatIsRecordedMeanwhile_isNoLackOfRoom() throws IOException {
    for (int i = 0; i < 10; i++) {
      record("yard", i * 10, 100);
    }
    AtomicLong asked = new AtomicLong();
    LongSupplier usable = () -> asked.getAndIncrement() == 0 ? 100 : 240;
    RetentionLimits limits = new RetentionLimits(Long.MAX_VALUE, 250, _ -> FOR_EVER);

    RetentionReport report = retention(limits, usable).enforce(NOW);

    assertThat(report.space()).isEqualTo(new Deleted(2, 200));
    assertThat(report.roomMissing()).isFalse();
    AtomicLong full = new AtomicLong();
    LongSupplier filling = () -> full.getAndIncrement() == 0 ? 250 : 249;
    assertThat(retention(limits, filling).enforce(NOW).roomMissing()).isFalse();
  }

  @Test
  void emptyStore_onAFullDisk_saysThatRoomIsMissing() {
    RetentionLimits limits = new RetentionLimits(Long.MAX_VALUE, 250, _ -> FOR_EVER);

    assertThat(retention(limits, () -> 0).enforce(NOW))
        .isEqualTo(new RetentionReport(NOTHING, NOTHING, NOTHING, 0, true, false));
  }

  @Test
  void killBetweenTheSteps_isMadeUpFor() throws IOException {
    RecordedSegment discarded = record("yard", 0, 100);
    RecordedSegment unlinked = record("yard", 10, 100);
    RecordedSegment kept = record("yard", 20, 100);
    index.discard(List.of(discarded, unlinked), NOW);
    SegmentDeletion.delete(store(), List.of(unlinked.file()));
    // Here it was killed.
    assertThat(store().resolve(discarded.file())).exists();

    assertThat(ofSize(1_000).enforce(NOW).stuck()).isZero();

    assertThat(isThere(discarded)).isFalse();
    assertThat(isThere(kept)).isTrue();
    assertThat(index.garbage("", 9)).isEmpty();
    assertThat(index.totalBytes()).isEqualTo(bytesOnDisk());
  }

  @Test
  void killBetweenTheSteps_bringsNothingBack() throws Exception {
    RecordedSegment discarded = record("yard", 0, 100);
    Files.write(store().resolve(discarded.file()), TestSegment.seconds(0, 2));
    index.discard(List.of(discarded), NOW);

    IndexRecovery.recover(store(), index, NOW, _ -> {});

    assertThat(isThere(discarded)).isFalse();
    assertThat(index.streams()).isEmpty();
  }

  @Test
  void fileThatCantBeDeleted_isTriedAgain() throws IOException {
    RecordedSegment stuck = record("yard", 0, 100);
    RecordedSegment next = record("yard", 10, 100);
    Path file = store().resolve(stuck.file());
    Files.delete(file);
    Path within = Files.createDirectories(file.resolve("something"));
    Retention retention = ofSize(0);

    RetentionReport first = retention.enforce(NOW);

    assertThat(first)
        .isEqualTo(new RetentionReport(NOTHING, new Deleted(2, 200), NOTHING, 1, false, false));
    assertThat(isThere(next)).isFalse();
    assertThat(index.garbage("", 9)).containsExactly(stuck.file());
    assertThat(retention.enforce(NOW).stuck()).isEqualTo(1);

    Files.delete(within);
    assertThat(retention.enforce(NOW).stuck()).isZero();
    assertThat(file).doesNotExist();
    assertThat(index.garbage("", 9)).isEmpty();
  }

  @Test
  void whereNothingCanBeDeleted_rowsArentGivenUp() throws IOException {
    int many = Retention.STEP * 3;
    for (int i = 0; i < many; i++) {
      RecordedSegment segment = record("yard", i * 10, 10);
      Path file = store().resolve(segment.file());
      Files.delete(file);
      Files.createDirectories(file.resolve("something"));
    }
    Retention retention = ofSize(0);

    for (int i = 0; i < 3; i++) {
      RetentionReport report = retention.enforce(NOW);
      assertThat(report.roomMissing()).isTrue();
      assertThat(report.stuck()).isEqualTo(Retention.STEP);
    }

    assertThat(index.streams())
        .singleElement()
        .satisfies(left -> assertThat(left.segments()).isEqualTo(many - Retention.STEP));
  }

  @Test
  void storeThatIsNotThere_keepsItsGarbage() throws IOException {
    RecordedSegment segment = record("yard", 0, 100);
    Files.move(store(), folder.resolve("elsewhere"));

    assertThat(ofSize(0).enforce(NOW).stuck()).isEqualTo(1);

    assertThat(index.garbage("", 9)).containsExactly(segment.file());
  }

  @Test
  void manyOldFiles_areDeletedInSeveralCalls() throws IOException {
    RecordedRun run = index.addRun("yard", T0, new byte[9], "avc1", 64, 48, false);
    int many = Retention.MOST_OLD + 100;
    for (int i = 0; i < many; i++) {
      Instant start = T0.plusMillis(i);
      String file = new SegmentPath("yard", T0, start).text();
      index.addSegment(run, file, start, start, Duration.ZERO, 1, 1);
    }
    RetentionLimits limits = new RetentionLimits(Long.MAX_VALUE, 0, _ -> Duration.ofHours(1));
    Retention retention = retention(limits, EMPTY_DISK);

    RetentionReport first = retention.enforce(NOW);
    RetentionReport second = retention.enforce(NOW);

    assertThat(first.age().files()).isEqualTo(Retention.MOST_OLD);
    assertThat(first.more()).isTrue();
    assertThat(second.age().files()).isEqualTo(100);
    assertThat(second.more()).isFalse();
  }

  @Test
  void interrupt_endsACall_andStays() throws IOException {
    for (int i = 0; i < Retention.STEP * 2; i++) {
      record("yard", i * 10, 10);
    }
    Thread.currentThread().interrupt();
    try {
      assertThat(ofSize(0).enforce(NOW).size()).isEqualTo(NOTHING);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(index.streams()).hasSize(1);
  }
}
