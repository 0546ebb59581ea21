package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.recording.files.SegmentPath;
import sluice.recording.files.TestSegment;

/** An index and files that don't agree. */
@Timeout(120)
class IndexRecoveryIT {
  private static final Instant T0 = Instant.parse("2026-11-28T23:59:55Z");
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
  private static final byte[] INIT = TestSegment.init();

  @TempDir Path folder;
  private final List<RecoveryReport> told = new ArrayList<>();
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

  private RecoveryReport recover() throws Exception {
    return IndexRecovery.recover(store(), index, NOW, told::add);
  }

  private static SegmentPath path(String stream, int run, int second) {
    return new SegmentPath(stream, T0.plusSeconds(run), T0.plusSeconds(second));
  }

  /** Writes a file of a run that began at a second, from one second to another, without a row. */
  private Path write(String stream, int run, int from, int to) throws IOException {
    return TestSegment.write(
        store(), path(stream, run, from), TestSegment.seconds(from - run, to - from));
  }

  /** Writes such a file, and adds its row. */
  private RecordedSegment record(String stream, int run, int from, int to) throws IOException {
    Path file = write(stream, run, from, to);
    RecordedRun begun =
        index.addRun(stream, T0.plusSeconds(run), INIT, TestSegment.AVC, 1920, 1080, false);
    return index.addSegment(
        begun,
        path(stream, run, from).text(),
        T0.plusSeconds(from),
        T0.plusSeconds(to),
        Duration.ofSeconds(from - run),
        INIT.length,
        Files.size(file));
  }

  /** All that an index says, without its numbers. */
  private static List<Object> content(RecordingIndex index, String... streams) {
    List<Object> all = new ArrayList<>();
    for (String stream : streams) {
      for (RecordedRun run : index.runs(stream, Instant.MIN, Instant.MAX, 99)) {
        all.add(
            new RecordedRun(
                0,
                run.stream(),
                run.beganAt(),
                run.codecs(),
                run.width(),
                run.height(),
                run.audio()));
        all.add(HexFormat.of().formatHex(index.init(run.id()).orElseThrow()));
      }
      for (RecordedSegment each : index.segments(stream, Instant.MIN, Instant.MAX, 99)) {
        Instant beganAt = index.run(each.run()).orElseThrow().beganAt();
        all.add(beganAt);
        all.add(
            new RecordedSegment(
                0,
                0,
                each.stream(),
                each.file(),
                each.startsAt(),
                each.endsAt(),
                each.mediaStart(),
                each.initBytes(),
                each.bytes()));
      }
    }
    all.add(index.streams());
    return all;
  }

  @Test
  void indexThatIsBuiltAgain_saysWhatItSaidBefore() throws Exception {
    record("yard", 0, 0, 3);
    record("yard", 0, 3, 10); // in the next day
    record("yard", 4_000, 4_000, 4_002);
    record("door", 1, 1, 2);
    List<Object> before = content(index, "yard", "door");
    index.close();
    Files.delete(folder.resolve("recordings.db"));
    index = RecordingIndex.open(folder.resolve("recordings.db"));

    RecoveryReport report = recover();

    assertThat(report).isEqualTo(new RecoveryReport(0, 4, 4, 0, 0, 0, 0, 0));
    assertThat(content(index, "yard", "door")).isEqualTo(before);
    assertThat(index.timeline("yard", T0, NOW, Duration.ofSeconds(1)).all())
        .extracting(RecordedSpan::from)
        .containsExactly(T0, T0.plusSeconds(4_000));
  }

  @Test
  void whatAgrees_isLeftAsItIs() throws Exception {
    RecordedSegment segment = record("yard", 0, 0, 3);

    assertThat(recover()).isEqualTo(new RecoveryReport(1, 1, 0, 0, 0, 0, 0, 0));
    assertThat(recover()).isEqualTo(new RecoveryReport(1, 1, 0, 0, 0, 0, 0, 0));

    assertThat(index.segment(segment.id())).contains(segment);
  }

  @Test
  void fileOfAKilledProcess_isCutAfterItsLastWholeFragment() throws Exception {
    Path file = write("yard", 0, 0, 3);
    long whole = Files.size(file);
    byte[] part = TestSegment.second(3);
    Files.write(file, Arrays.copyOf(part, part.length - 1), StandardOpenOption.APPEND);

    assertThat(recover()).isEqualTo(new RecoveryReport(0, 1, 1, 1, 0, 0, 0, 0));

    assertThat(file).hasSize(whole);
    assertThat(index.segments("yard", T0, NOW, 9))
        .singleElement()
        .satisfies(
            segment -> {
              assertThat(segment.bytes()).isEqualTo(whole);
              assertThat(segment.endsAt()).isEqualTo(T0.plusSeconds(3));
            });
    assertThat(recover().added()).isZero();
  }

  @Test
  void filesWithoutAWholeFragment_areDeleted_andTheirFolders() throws Exception {
    TestSegment.write(store(), path("yard", 0, 0), INIT);
    TestSegment.write(store(), path("yard", 0, 1), new byte[0]);
    TestSegment.write(store(), path("yard", 0, 2), new byte[9_999]);

    assertThat(recover()).isEqualTo(new RecoveryReport(0, 3, 0, 0, 3, 0, 0, 0));

    assertThat(store().resolve("yard")).isEmptyDirectory();
    assertThat(index.streams()).isEmpty();
  }

  @Test
  void rowsWithoutTheirFiles_go_andTheirRuns() throws Exception {
    RecordedSegment gone = record("yard", 0, 0, 3);
    RecordedSegment there = record("yard", 10, 10, 12);
    Files.delete(store().resolve(gone.file()));

    assertThat(recover()).isEqualTo(new RecoveryReport(2, 1, 0, 0, 0, 1, 0, 0));

    assertThat(index.segments("yard", T0, NOW, 9)).containsExactly(there);
    assertThat(index.run(gone.run())).isEmpty();
    assertThat(index.totalBytes()).isEqualTo(there.bytes());
  }

  @Test
  void fileThatIsShorterThanItsRow_isTakenForWhatIsLeft() throws Exception {
    RecordedSegment segment = record("yard", 0, 0, 3);
    Path file = store().resolve(segment.file());
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 9));

    assertThat(recover()).isEqualTo(new RecoveryReport(1, 1, 1, 1, 0, 1, 0, 0));

    assertThat(index.segments("yard", T0, NOW, 9))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.endsAt()).isEqualTo(T0.plusSeconds(2));
              assertThat(left.bytes()).isEqualTo(Files.size(file));
              assertThat(left.run()).isEqualTo(segment.run());
            });
  }

  @Test
  void foreignFiles_areLeftAlone() throws Exception {
    RecordedSegment segment = record("yard", 0, 0, 3);
    Path hour = store().resolve(segment.file()).getParent();
    Path outside = Files.write(folder.resolve("outside.mp4"), TestSegment.seconds(0, 2));
    List<Path> foreign =
        List.of(
            Files.writeString(hour.resolve("notes.mp4"), "mine"),
            Files.writeString(hour.getParent().resolve("notes"), "mine"),
            Files.writeString(store().resolve("lost"), "mine"),
            Files.createDirectories(store().resolve("lost+found/a/b/c/d/e")),
            Files.writeString(Files.createDirectories(hour.resolve("deeper")).resolve("x"), "mine"),
            Files.createDirectory(path("yard", 0, 1).in(store())),
            Files.createSymbolicLink(path("yard", 0, 2).in(store()), outside),
            Files.createSymbolicLink(store().resolve("link"), store().resolve("yard")));

    assertThat(recover()).isEqualTo(new RecoveryReport(1, 1, 0, 0, 0, 0, 0, 0));

    assertThat(foreign).allSatisfy(file -> assertThat(file).exists());
    assertThat(outside).hasSize(TestSegment.seconds(0, 2).length);
  }

  @Test
  void garbage_isDeleted_andNeverTakenForARecording() throws Exception {
    RecordedSegment segment = record("yard", 0, 0, 3);
    RecordedSegment stuck = record("yard", 0, 3, 4);
    index.discard(List.of(segment, stuck), NOW);
    Path inPlace = store().resolve(stuck.file());
    Files.delete(inPlace);
    Files.createDirectories(inPlace.resolve("something"));

    RecoveryReport report = recover();

    assertThat(report).isEqualTo(new RecoveryReport(0, 0, 0, 0, 0, 0, 1, 1));
    assertThat(store().resolve(segment.file())).doesNotExist();
    assertThat(index.garbage("", 9)).containsExactly(stuck.file());

    Files.delete(inPlace.resolve("something"));
    Files.delete(inPlace);
    write("yard", 0, 3, 4);
    assertThat(index.knows(stuck.file())).isTrue();
    assertThat(recover().garbage()).isEqualTo(1);
    assertThat(inPlace).doesNotExist();
    assertThat(index.garbage("", 9)).isEmpty();
  }

  @Test
  void filesThatAreBeingWritten_areLeftAlone() throws Exception {
    Path file = TestSegment.write(store(), new SegmentPath("yard", NOW, NOW), INIT);
    RecordedRun run = index.addRun("yard", NOW, INIT, TestSegment.AVC, 1920, 1080, false);

    assertThat(recover()).isEqualTo(new RecoveryReport(0, 0, 0, 0, 0, 0, 0, 0));

    assertThat(file).exists();
    assertThat(index.run(run.id())).contains(run);
  }

  @Test
  void storeThatIsNotThere_costsNoRow() throws Exception {
    RecordedSegment segment = record("yard", 0, 0, 3);
    Files.move(store(), folder.resolve("elsewhere"));

    assertThatThrownBy(this::recover).isInstanceOf(NotDirectoryException.class);
    assertThat(index.segment(segment.id())).isPresent();
  }

  @Test
  void progress_isTold() throws Exception {
    RecordedRun run = index.addRun("yard", T0, INIT, TestSegment.AVC, 1920, 1080, false);
    for (int i = 0; i < 1_500; i++) {
      index.addSegment(run, path("yard", 0, i).text(), T0, T0.plusSeconds(1), Duration.ZERO, 1, 1);
    }

    assertThat(recover()).isEqualTo(new RecoveryReport(1_500, 0, 0, 0, 0, 1_500, 0, 0));

    assertThat(told).extracting(RecoveryReport::rows).containsExactly(1_000L);
  }

  @Test
  void interrupt_endsIt_andTheNextDoesTheRest() throws Exception {
    write("yard", 0, 0, 3);
    Thread.currentThread().interrupt();

    assertThatThrownBy(this::recover).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();

    assertThat(recover().added()).isEqualTo(1);
  }
}
