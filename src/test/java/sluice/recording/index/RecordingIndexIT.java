package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RetentionLevel;
import sluice.core.recording.StreamRecording;
import sluice.recording.files.SegmentPath;

/** What an index answers, and how its file is. */
@Timeout(120)
class RecordingIndexIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");

  @TempDir Path folder;
  private RecordingIndex index;

  private Path file() {
    return folder.resolve("data/recordings.db");
  }

  @BeforeEach
  void open() {
    index = RecordingIndex.open(file());
  }

  @AfterEach
  void close() {
    index.close();
  }

  private RecordedRun run(String stream, int second) {
    return index.addRun(
        stream, at(second), new byte[] {1, 2, (byte) second}, "avc1.64001f", 1920, 1080, false);
  }

  private static Instant at(int second) {
    return T0.plusSeconds(second);
  }

  /** A file of a run, of 100 bytes and one for each second. */
  private RecordedSegment add(RecordedRun run, int from, int to) {
    return index.addSegment(
        run,
        new SegmentPath(run.stream(), run.beganAt(), at(from)).text(),
        at(from),
        at(to),
        Duration.between(run.beganAt(), at(from)),
        700,
        100 + to - from);
  }

  private static RecordedSpan span(int from, int to, long bytes) {
    return new RecordedSpan(at(from), at(to), bytes);
  }

  private String pragma(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      return result.getString(1);
    }
  }

  @Test
  void file_isMadeAsItShouldBe() throws Exception {
    RecordedRun run = run("yard", 0);
    add(run, 0, 10);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data/recordings.db-wal"))))
        .isEqualTo("rw-------");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("auto_vacuum")).as("INCREMENTAL").isEqualTo("2");
    assertThat(pragma("user_version")).isEqualTo("3");
    assertThat(index.endedCleanly()).isTrue();
  }

  @Test
  void runs_areThereOnce() {
    RecordedRun first = run("yard", 0);

    assertThat(first)
        .isEqualTo(new RecordedRun(first.id(), "yard", T0, "avc1.64001f", 1920, 1080, false));
    assertThat(index.addRun("yard", T0, new byte[9], "hvc1", 1, 1, true)).isEqualTo(first);
    assertThat(run("door", 0).id()).isNotEqualTo(first.id());
    assertThat(index.run(first.id())).contains(first);
    assertThat(index.init(first.id()))
        .hasValueSatisfying(init -> assertThat(init).containsExactly(1, 2, 0));
    assertThat(index.run(99)).isEmpty();
    assertThat(index.init(99)).isEmpty();
  }

  @Test
  void segments_areKept_andThereOnce() {
    RecordedRun run = run("yard", -3);
    RecordedSegment segment =
        index.addSegment(
            run,
            "yard/a.mp4",
            T0,
            T0.plusMillis(9_040),
            Duration.ofNanos(3_000_123_456L),
            712,
            1L << 33);

    assertThat(segment)
        .isEqualTo(
            new RecordedSegment(
                segment.id(),
                run.id(),
                "yard",
                "yard/a.mp4",
                T0,
                T0.plusMillis(9_040),
                Duration.ofNanos(3_000_123_000L),
                712,
                1L << 33));
    assertThat(index.addSegment(run, "yard/a.mp4", T0, T0, Duration.ZERO, 1, 1)).isEqualTo(segment);
    assertThat(index.segment(segment.id())).contains(segment);
    assertThat(index.segment(segment.id() + 1)).isEmpty();
    assertThat(index.knows("yard/a.mp4")).isTrue();
    assertThat(index.knows("yard/b.mp4")).isFalse();
    assertThat(index.totalBytes()).isEqualTo(1L << 33);
  }

  @Test
  void whatCantBe_isRefused() {
    RecordedRun run = run("yard", 0);
    assertThatThrownBy(() -> index.addSegment(run, "f", at(1), at(0), Duration.ZERO, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.addSegment(run, "f", at(0), at(1), Duration.ofNanos(-1), 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.addSegment(run, "f", at(0), at(1), Duration.ZERO, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    RecordedRun unknown = new RecordedRun(99, "yard", T0, "avc1", 1, 1, false);
    assertThatThrownBy(() -> index.addSegment(unknown, "f", at(0), at(1), Duration.ZERO, 1, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(file().toString());
    assertThatThrownBy(() -> index.oldest(RetentionLevel.CONTINUOUS, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(index.totalBytes()).isZero();
    assertThat(add(run, 0, 1).bytes()).as("goes on").isEqualTo(101);
  }

  @Test
  void segmentsOfASpan_areThoseThatOverlapIt_inOrder() {
    RecordedRun run = run("yard", 0);
    RecordedSegment third = add(run, 20, 30);
    RecordedSegment first = add(run, 0, 10);
    RecordedSegment second = add(run, 10, 20);
    add(run("door", 0), 0, 30);

    assertThat(index.segments("yard", at(0), at(30), 9)).containsExactly(first, second, third);
    assertThat(index.segments("yard", at(10), at(20), 9)).containsExactly(second);
    assertThat(index.segments("yard", at(9), at(21), 9)).containsExactly(first, second, third);
    assertThat(index.segments("yard", at(15), at(16), 9)).containsExactly(second);
    assertThat(index.segments("yard", at(30), at(40), 9)).isEmpty();
    assertThat(index.segments("yard", at(-9), at(0), 9)).isEmpty();
    assertThat(index.segments("yard", at(0), at(30), 2)).containsExactly(first, second);
    assertThat(index.segments("yard", Instant.MIN, Instant.MAX, 9)).hasSize(3);
    assertThat(index.segments("shed", at(0), at(30), 9)).isEmpty();
  }

  @Test
  void aLongSegment_isFoundFromItsEnd() {
    RecordedRun run = run("yard", 0);
    RecordedSegment hour = add(run, 0, 3_600);
    RecordedSegment within = add(run("yard", 1_800), 1_800, 1_810);

    assertThat(index.segments("yard", at(3_599), at(3_600), 9)).containsExactly(hour);
    assertThat(index.segments("yard", at(1_805), at(1_806), 9)).containsExactly(hour, within);
  }

  @Test
  void runsOfASpan_areThoseOfItsFiles() {
    RecordedRun second = run("yard", 100);
    RecordedRun first = run("yard", 0);
    RecordedRun without = run("yard", 50);
    add(second, 100, 110);
    add(first, 0, 10);
    add(first, 10, 20);
    add(run("door", 0), 0, 200);

    assertThat(index.runs("yard", at(0), at(200), 9)).containsExactly(first, second);
    assertThat(index.runs("yard", at(0), at(200), 1)).containsExactly(first);
    assertThat(index.runs("yard", at(15), at(100), 9)).containsExactly(first);
    assertThat(index.runs("yard", at(20), at(100), 9)).isEmpty();
    assertThat(index.run(without.id())).contains(without);
  }

  @Test
  void timeline_joinsWhatGapsBelowTheStepDivide() {
    RecordedRun run = run("yard", 0);
    add(run, 0, 10);
    add(run, 10, 20);
    add(run, 25, 30);
    add(run, 40, 50);

    assertThat(index.timeline("yard", at(0), at(60), Duration.ofMillis(1)).all())
        .containsExactly(span(0, 20, 220), span(25, 30, 105), span(40, 50, 110));
    assertThat(index.timeline("yard", at(0), at(60), Duration.ofSeconds(5)).all())
        .containsExactly(span(0, 20, 220), span(25, 30, 105), span(40, 50, 110));
    assertThat(index.timeline("yard", at(0), at(60), Duration.ofMillis(5_001)).all())
        .containsExactly(span(0, 30, 325), span(40, 50, 110));
    assertThat(index.timeline("yard", at(0), at(60), Duration.ofDays(1_000_000)).all())
        .containsExactly(span(0, 50, 435));
    assertThat(index.timeline("yard", at(26), at(40), Duration.ofSeconds(1)).all())
        .containsExactly(span(25, 30, 105));
    assertThat(index.timeline("yard", at(50), at(60), Duration.ofSeconds(1)).all()).isEmpty();
    assertThat(index.timeline("yard", at(60), at(0), Duration.ofSeconds(1)).all()).isEmpty();
    assertThat(index.timeline("shed", at(0), at(60), Duration.ofSeconds(1)).all()).isEmpty();
  }

  @Test
  void timeline_ofFilesThatOverlap_endsWithTheLastOfThem() {
    RecordedRun run = run("yard", 0);
    add(run, 0, 100);
    add(run("yard", 10), 10, 20);
    add(run, 101, 110);

    assertThat(index.timeline("yard", at(0), at(200), Duration.ofSeconds(2)).all())
        .containsExactly(span(0, 110, 419));
  }

  @Test
  void timeline_isAsAllRowsSay_forAnyStep() {
    Random random = new Random(5);
    RecordedRun run = run("yard", 0);
    List<RecordedSegment> all = new ArrayList<>();
    int second = 0;
    for (int i = 0; i < 300; i++) {
      int end = second + 1 + random.nextInt(20);
      all.add(add(run, second, end));
      second = end + (random.nextInt(3) == 0 ? random.nextInt(100) : 0);
    }
    for (int step = 1; step < 110; step += 7) {
      List<RecordedSpan> expected = new ArrayList<>();
      for (RecordedSegment segment : all) {
        RecordedSpan last = expected.isEmpty() ? null : expected.getLast();
        if (last != null && Duration.between(last.to(), segment.startsAt()).toSeconds() < step) {
          expected.removeLast();
          expected.add(
              new RecordedSpan(last.from(), segment.endsAt(), last.bytes() + segment.bytes()));
        } else {
          expected.add(new RecordedSpan(segment.startsAt(), segment.endsAt(), segment.bytes()));
        }
      }
      assertThat(index.timeline("yard", at(0), at(second), Duration.ofSeconds(step)).all())
          .isEqualTo(expected);
    }
  }

  @Test
  void timelineOfWeeks_isAsThatOfFiles_alsoWhereTheOldestWereDeleted() {
    Random random = new Random(7);
    RecordedRun run = run("yard", 0);
    List<RecordedSegment> all = new ArrayList<>();
    int second = 0;
    for (int i = 0; i < 400; i++) {
      int end = second + 60 + random.nextInt(120);
      all.add(add(run, second, end));
      second = end + (random.nextInt(20) == 0 ? random.nextInt(20_000) : 0);
    }
    assertWeeksAreAsFiles(all, second);
    List<RecordedSegment> oldest = List.copyOf(all.subList(0, 37));
    index.discard(oldest, at(second));
    all.removeAll(oldest);
    assertWeeksAreAsFiles(all, second);
  }

  @Test
  void timelineOfALongTime_passesOverGapsWithinASlot_whateverTheStep() {
    int slot = (int) (IndexSchema.SLOT / 1_000);
    int begin = slot - (int) (at(0).getEpochSecond() % slot);
    RecordedRun run = run("yard", 0);
    add(run, begin + 10, begin + 70);
    add(run, begin + 400, begin + 460);
    add(run, begin + 2 * slot, begin + 2 * slot + 60);
    Duration step = Duration.ofSeconds(200);
    int most = (int) (TimelineQuery.MOST_BY_FILES / 1_000);

    assertThat(index.timeline("yard", at(0), at(most), step).all()).hasSize(3);
    assertThat(index.timeline("yard", at(0), at(most + 1), step).all())
        .extracting(RecordedSpan::from, RecordedSpan::to)
        .containsExactly(
            tuple(at(begin + 10), at(begin + 460)),
            tuple(at(begin + 2 * slot), at(begin + 2 * slot + 60)));
  }

  private void assertWeeksAreAsFiles(List<RecordedSegment> all, int end) {
    for (int step = 1_200; step < 8_000; step += 1_700) {
      for (int from : new int[] {-5_000, 0, 7_301}) {
        List<RecordedSpan> expected = new ArrayList<>();
        for (RecordedSegment segment : all) {
          RecordedSpan last = expected.isEmpty() ? null : expected.getLast();
          if (!segment.endsAt().isAfter(at(from))) {
            continue;
          }
          if (last != null && Duration.between(last.to(), segment.startsAt()).toSeconds() < step) {
            expected.removeLast();
            expected.add(
                new RecordedSpan(last.from(), segment.endsAt(), last.bytes() + segment.bytes()));
          } else {
            expected.add(new RecordedSpan(segment.startsAt(), segment.endsAt(), segment.bytes()));
          }
        }
        assertThat(index.timeline("yard", at(from), at(end), Duration.ofSeconds(step)).all())
            .as("from %d by %d", from, step)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void timeline_hasABound() {
    assertThatThrownBy(() -> index.timeline("yard", at(0), at(60), Duration.ofNanos(9)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> index.timeline("yard", at(0), at(1_000_000), Duration.ofSeconds(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step");
  }

  @Test
  void streams_haveTheirSums() {
    RecordedRun run = run("yard", 0);
    RecordedSegment first = add(run, 0, 10);
    add(run, 10, 20);
    RecordedSegment door = add(run("door", 5), 5, 6);

    assertThat(index.streams())
        .containsExactly(
            new StreamRecording("door", 1, 101, at(5), at(6)),
            new StreamRecording("yard", 2, 220, at(0), at(20)));
    assertThat(index.totalBytes()).isEqualTo(321);

    index.discard(List.of(first, door), at(100));

    assertThat(index.streams())
        .containsExactly(new StreamRecording("yard", 1, 110, at(10), at(20)));
    assertThat(index.totalBytes()).isEqualTo(110);
  }

  @Test
  void oldest_areOfAllStreams() {
    RecordedSegment second = add(run("yard", 5), 5, 10);
    RecordedSegment first = add(run("door", 1), 1, 3);
    RecordedSegment third = add(run("yard", 50), 50, 60);

    assertThat(index.oldest(RetentionLevel.CONTINUOUS, 9)).containsExactly(first, second, third);
    assertThat(index.oldest(RetentionLevel.CONTINUOUS, 2)).containsExactly(first, second);
  }

  @Test
  void endedBefore_isOfOneStream() {
    RecordedRun run = run("yard", 0);
    RecordedSegment first = add(run, 0, 10);
    RecordedSegment second = add(run, 10, 20);
    add(run, 20, 30);
    add(run("door", 0), 0, 10);

    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, at(20), 9))
        .containsExactly(first, second);
    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, at(20).minusMillis(1), 9))
        .containsExactly(first);
    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, at(9), 9)).isEmpty();
    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, at(99), 1))
        .containsExactly(first);
    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, Instant.MIN, 9)).isEmpty();
  }

  @Test
  void discardedFiles_areGarbage_untilTheyAreForgotten() {
    RecordedRun run = run("yard", 0);
    RecordedSegment first = add(run, 0, 10);
    RecordedSegment second = add(run, 10, 20);

    index.discard(List.of(second, first), at(100));
    index.discard(List.of(first), at(101));

    assertThat(index.garbage("", 9)).containsExactly(first.file(), second.file());
    assertThat(index.garbage(first.file(), 9)).containsExactly(second.file());
    assertThat(index.garbage("", 1)).containsExactly(first.file());
    assertThat(index.segments("yard", at(0), at(100), 9)).isEmpty();
    assertThat(index.knows(first.file())).isTrue();

    index.forget(List.of(first.file()));

    assertThat(index.garbage("", 9)).containsExactly(second.file());
    assertThat(index.knows(first.file())).isFalse();
  }

  @Test
  void runsWithoutFiles_goWithThem_butForTheLastTwoOfAStream() {
    RecordedRun first = run("yard", 0);
    RecordedRun second = run("yard", 100);
    RecordedRun third = run("yard", 200);
    RecordedRun other = run("door", 0);
    RecordedSegment of1 = add(first, 0, 10);
    RecordedSegment alsoOf1 = add(first, 10, 20);
    RecordedSegment of2 = add(second, 100, 110);

    index.discard(List.of(of1, of2), at(300));
    assertThat(index.run(first.id())).as("it has a file").isPresent();
    index.discard(List.of(alsoOf1), at(300));

    assertThat(index.run(first.id())).isEmpty();
    assertThat(index.run(second.id())).isPresent();
    assertThat(index.run(third.id())).isPresent();
    assertThat(index.run(other.id())).isPresent();
    assertThat(add(third, 200, 210).run()).isEqualTo(third.id());

    index.dropEmptyRuns(at(100));
    assertThat(index.run(second.id())).as("began later").isPresent();
    index.dropEmptyRuns(at(101));
    assertThat(index.run(second.id())).isEmpty();
    assertThat(index.run(other.id())).isEmpty();
    assertThat(index.run(third.id())).isPresent();
  }

  @Test
  void numbers_areNeverUsedAgain() {
    RecordedRun run = run("yard", 0);
    RecordedSegment first = add(run, 0, 10);
    index.discard(List.of(first), at(20));
    index.dropEmptyRuns(at(20));
    index.close();
    index = RecordingIndex.open(file());

    RecordedRun next = run("yard", 30);
    assertThat(next.id()).isGreaterThan(run.id());
    assertThat(add(next, 30, 40).id()).isGreaterThan(first.id());
  }

  @Test
  void totals_areExact_overManyChanges() throws Exception {
    Random random = new Random(6);
    List<RecordedSegment> there = new ArrayList<>();
    RecordedRun yard = run("yard", 0);
    RecordedRun door = run("door", 0);
    for (int i = 0; i < 500; i++) {
      if (there.isEmpty() || random.nextInt(3) > 0) {
        there.add(add(random.nextBoolean() ? yard : door, i, i + 1 + random.nextInt(1000)));
      } else {
        RecordedSegment gone = there.remove(random.nextInt(there.size()));
        if (random.nextBoolean()) {
          index.discard(List.of(gone), at(i));
        } else {
          assertThat(index.drop(List.of(gone))).isEqualTo(1);
        }
      }
    }
    long bytes = there.stream().mapToLong(RecordedSegment::bytes).sum();

    assertThat(index.totalBytes()).isEqualTo(bytes);
    assertThat(index.streams().stream().mapToLong(StreamRecording::bytes).sum()).isEqualTo(bytes);
    assertThat(index.streams().stream().mapToLong(StreamRecording::segments).sum())
        .isEqualTo(there.size());
  }

  @Test
  void everything_isThereAfterItWasOpenedAgain() {
    RecordedRun run = run("yard", 0);
    RecordedSegment segment = add(run, 0, 10);
    RecordedSegment gone = add(run, 10, 20);
    index.discard(List.of(gone), at(30));
    index.close();

    index = RecordingIndex.open(file());

    assertThat(index.endedCleanly()).isTrue();
    assertThat(index.segments("yard", at(0), at(99), 9)).containsExactly(segment);
    assertThat(index.run(run.id())).contains(run);
    assertThat(index.garbage("", 9)).containsExactly(gone.file());
    assertThat(index.totalBytes()).isEqualTo(110);
  }

  @Test
  void rowsByTheirNumbers_areAll() {
    RecordedRun run = run("yard", 0);
    RecordedSegment first = add(run, 10, 20);
    RecordedSegment second = add(run, 0, 10);

    assertThat(index.after(0, 1)).containsExactly(first);
    assertThat(index.after(first.id(), 9)).containsExactly(second);
    assertThat(index.after(second.id(), 9)).isEmpty();
  }

  @Test
  void roomThatIsNoLongerNeeded_isGivenBack() throws Exception {
    List<RecordedRun> runs = new ArrayList<>();
    List<RecordedSegment> segments = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      RecordedRun run =
          index.addRun("yard", at(i), new byte[2 << 20], "avc1.64001f", 1920, 1080, false);
      runs.add(run);
      segments.add(add(run, i, i + 1));
    }
    index.discard(segments, at(99));
    long free = Long.parseLong(pragma("freelist_count"));

    index.forget(List.of(segments.getFirst().file()));

    assertThat(free).isGreaterThan(4_096);
    assertThat(Long.parseLong(pragma("freelist_count"))).isLessThan(free - 200);
  }

  @Test
  void closedIndex_refuses() {
    index.close();
    index.close();

    assertThatThrownBy(() -> run("yard", 0))
        .isInstanceOf(SluiceException.class)
        .hasMessage("index of recordings " + file() + " is closed");
    assertThatThrownBy(() -> index.totalBytes())
        .isInstanceOf(SluiceException.class)
        .hasMessageEndingWith("is closed");
  }

  @Test
  void aThreadThatIsToEnd_finishesWhatItBegan() {
    Thread.currentThread().interrupt();
    try {
      add(run("yard", 0), 0, 10);
      assertThat(index.totalBytes()).isEqualTo(110);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
