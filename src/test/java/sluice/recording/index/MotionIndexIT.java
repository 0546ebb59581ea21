package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.core.recording.RetentionLevel.CONTINUOUS;
import static sluice.core.recording.RetentionLevel.EVENT;
import static sluice.core.recording.RetentionLevel.MOTION;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RecordedTimeline;

/** Files in which something moved. */
@Timeout(60)
class MotionIndexIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");

  /** What version 2 had instead of what this one has. */
  private static final List<String> BACK_TO_VERSION_2 =
      List.of(
          "DROP TRIGGER slot_changed",
          "UPDATE segment SET level = 0 WHERE level = 1",
          "UPDATE segment SET level = level - 1 WHERE level > 1",
          "DELETE FROM slot",
          "INSERT INTO slot SELECT stream, starts_at / 600000, level, count(*), sum(bytes),"
              + " min(starts_at), max(ends_at) FROM segment GROUP BY 1, 2, 3",
          "ALTER TABLE segment DROP COLUMN motion",
          "DROP TABLE motion",
          "PRAGMA user_version = 2");

  @TempDir Path folder;
  private RecordingIndex index;
  private long number;

  @BeforeEach
  void open() {
    index = RecordingIndex.open(folder.resolve("index.db"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1_000));
  }

  /** A file of ten seconds. */
  private RecordedSegment segment(String stream, int second, boolean forEvent) {
    RecordedRun run = index.addRun(stream, T0, new byte[9], "avc1", 64, 48, false);
    return index.addSegment(
        run,
        stream + "/" + second + ".mp4",
        at(second),
        at(second + 10),
        Duration.ofSeconds(second),
        9,
        100,
        forEvent);
  }

  private RecordedSegment segment(int second) {
    return segment("yard", second, false);
  }

  /** An event that keeps just its time. */
  private RecordedEvent event(double from, double to) {
    number++;
    RecordedEvent event =
        new RecordedEvent(
            at(from).toEpochMilli() + "-yard-" + number,
            "yard",
            "person",
            Optional.of(number),
            at(from),
            at(to),
            false,
            0.5f,
            List.of(),
            List.of(),
            at(from),
            at(to),
            false,
            false);
    index.events().put(event, List.of());
    return event;
  }

  private static RecordedSpan span(double from, double to, long bytes) {
    return new RecordedSpan(at(from), at(to), bytes);
  }

  @Test
  void motion_isOfFilesThatWereThere_andOfThoseThatComeLater() {
    RecordedSegment still = segment(0);
    RecordedSegment there = segment(10);
    assertThat(index.addMotion("yard", at(15), at(25))).containsExactly(there.file());
    RecordedSegment later = segment(20);
    RecordedSegment after = segment(30);
    RecordedSegment other = segment("gate", 10, false);
    assertThat(index.oldest(CONTINUOUS, 9)).containsExactlyInAnyOrder(still, after, other);
    assertThat(index.oldest(MOTION, 9)).containsExactly(there, later);
    assertThat(index.hasMotion(there)).isTrue();
    assertThat(index.hasMotion(later)).isTrue();
    assertThat(index.hasMotion(after)).isFalse();
    assertThat(index.endedBefore("yard", MOTION, at(25), 9)).containsExactly(there);
    assertThat(index.addMotion("yard", at(15), at(30.001))).containsExactly(after.file());
  }

  @Test
  void motion_endsWithItsSpan_andIsNoneWhereThatIsEmpty() {
    RecordedSegment before = segment(0);
    RecordedSegment within = segment(10);
    segment(20);
    assertThat(index.addMotion("yard", at(10), at(20))).containsExactly(within.file());
    assertThat(index.addMotion("yard", at(5), at(5))).isEmpty();
    assertThat(index.addMotion("yard", at(9), at(5))).isEmpty();
    assertThat(index.hasMotion(before)).isFalse();
  }

  @Test
  void motion_isKnownAfterAStartAnew() {
    RecordedSegment there = segment(0);
    index.addMotion("yard", at(5), at(15));
    index.close();
    open();
    RecordedSegment later = segment(10);
    assertThat(index.oldest(MOTION, 9)).containsExactly(there, later);
  }

  @Test
  void spansThatTouch_areOne_andOnlyTheNewestAreKept() throws SQLException {
    for (int i = 0; i < 20; i++) {
      index.addMotion("yard", at(i), at(i + 1));
    }
    assertThat(spans()).isEqualTo(1);
    for (int i = 0; i < IndexSchema.MOST_MOTION + 5; i++) {
      index.addMotion("yard", at(100 + 2 * i), at(101 + 2 * i));
    }
    assertThat(spans()).isEqualTo(IndexSchema.MOST_MOTION);
    segment(10);
    assertThat(index.oldest(MOTION, 9)).as("of a span that is forgotten").isEmpty();
    RecordedSegment known = segment(2_000);
    assertThat(index.oldest(MOTION, 9)).containsExactly(known);
  }

  private int spans() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("index.db"));
        Statement statement = connection.createStatement();
        var result = statement.executeQuery("SELECT count(*) FROM motion")) {
      result.next();
      return result.getInt(1);
    }
  }

  @Test
  void eventThatGoes_leavesMotion_whereThereWas() {
    RecordedSegment moved = segment(0);
    RecordedSegment still = segment(10);
    RecordedSegment alone = segment("yard", 20, true);
    index.addMotion("yard", at(2), at(3));
    index.addMotion("yard", at(22), at(23));
    RecordedEvent event = event(1, 25);
    assertThat(index.oldest(EVENT, 9)).containsExactly(moved, still, alone);
    assertThat(index.events().discard(List.of(event), false, T0))
        .as("what was recorded for it alone goes, whether it has motion or not")
        .containsExactly(alone);
    assertThat(index.oldest(MOTION, 9)).containsExactly(moved);
    assertThat(index.oldest(CONTINUOUS, 9)).containsExactly(still);
  }

  @Test
  void motionInAnEvent_isFoundWhenThatGoes() {
    RecordedSegment moved = segment(0);
    RecordedEvent event = event(1, 5);
    assertThat(index.addMotion("yard", at(2), at(3))).containsExactly(moved.file());
    assertThat(index.oldest(EVENT, 9)).containsExactly(moved);
    index.events().discard(List.of(event), false, T0);
    assertThat(index.oldest(MOTION, 9)).containsExactly(moved);
  }

  @Test
  void spanThatIsDeleted_takesMotionAlong() {
    segment(0);
    index.addMotion("yard", at(2), at(3));
    assertThat(index.events().discardWithin("yard", at(0), at(10), 9, T0).video()).hasSize(1);
    assertThat(index.oldest(MOTION, 9)).isEmpty();
  }

  @Test
  void timeline_hasMotion_byFiles_bySums_andBySlots() {
    int files = 720; // two hours
    for (int i = 0; i < files; i++) {
      segment(i * 10);
    }
    index.addMotion("yard", at(600), at(660));
    index.addMotion("yard", at(4_000), at(4_010));
    event(1_800, 1_830);
    RecordedEvent locked = event(3_600, 3_610);
    index.events().lock(locked.id(), true);
    for (Duration step : List.of(Duration.ofSeconds(1), Duration.ofMinutes(8))) {
      RecordedTimeline found = index.timeline("yard", at(0), at(7_200), step);
      assertThat(found.all()).as("%s", step).containsExactly(span(0, 7_200, files * 100L));
      assertThat(found.ofEvents())
          .as("%s", step)
          .containsExactly(span(1_800, 1_830, 300), span(3_600, 3_610, 100));
      assertThat(found.locked()).as("%s", step).containsExactly(span(3_600, 3_610, 100));
    }
    assertThat(index.timeline("yard", at(0), at(7_200), Duration.ofSeconds(1)).withMotion())
        .containsExactly(
            span(600, 660, 600),
            span(1_800, 1_830, 300),
            span(3_600, 3_610, 100),
            span(4_000, 4_010, 100));
    assertThat(index.timeline("yard", at(0), at(7_200), Duration.ofMinutes(8)).withMotion())
        .as("sums of steps")
        .containsExactly(span(600, 660, 600), span(1_800, 1_830, 300), span(3_600, 4_010, 200));
    assertThat(index.timeline("yard", at(0), at(7_200), Duration.ofMinutes(20)).withMotion())
        .as("slots")
        .containsExactly(span(600, 1_830, 900), span(3_600, 4_010, 200));
  }

  @Test
  void indexOfVersion2_isTakenOver() throws SQLException {
    RecordedSegment plain = segment(0);
    RecordedSegment ofEvent = segment(10);
    RecordedSegment ofLocked = segment(20);
    event(12, 13);
    index.events().lock(event(22, 23).id(), true);
    Duration slots = Duration.ofHours(1);
    RecordedTimeline before = index.timeline("yard", at(-9_000), at(9_000), slots);
    index.close();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("index.db"));
        Statement statement = connection.createStatement()) {
      String trigger;
      try (var found =
          statement.executeQuery("SELECT sql FROM sqlite_master WHERE name = 'slot_changed'")) {
        trigger = found.getString(1);
      }
      for (String back : BACK_TO_VERSION_2) {
        statement.executeUpdate(back);
      }
      statement.executeUpdate(trigger);
    }
    OpenedIndex opened = IndexRecovery.open(folder.resolve("index.db"), T0);
    index = opened.index();
    assertThat(opened.damaged()).isEmpty();
    assertThat(index.oldest(CONTINUOUS, 9)).containsExactly(plain);
    assertThat(index.oldest(MOTION, 9)).isEmpty();
    assertThat(index.oldest(EVENT, 9)).containsExactly(ofEvent);
    assertThat(index.timeline("yard", at(-9_000), at(9_000), slots)).isEqualTo(before);
    assertThat(before.locked()).containsExactly(span(20, 30, 100));
    index.addMotion("yard", at(1), at(25));
    assertThat(index.oldest(MOTION, 9)).containsExactly(plain);
    assertThat(index.oldest(EVENT, 9)).as("and one is locked").containsExactly(ofEvent);
    assertThat(index.hasMotion(ofLocked)).isTrue();
    assertThat(index.timeline("yard", at(-9_000), at(9_000), slots).withMotion())
        .containsExactly(span(0, 30, 300));
  }
}
