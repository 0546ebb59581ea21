package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.core.recording.RetentionLevel;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;

/** Motion that a store is told of, before and after the files that it is in are finished. */
@Timeout(60)
class MotionStoreIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Duration CENTURY = Duration.ofDays(36_500);

  @TempDir Path folder;
  private RecordingStore store;

  @BeforeEach
  void open() throws InterruptedException {
    store =
        RecordingStore.open(
            folder.resolve("recordings"),
            () -> new RetentionLimits(1L << 40, 0, stream -> CENTURY),
            InstantSource.system());
    store.recover();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void again() throws InterruptedException {
    store.close();
    open();
  }

  private static Instant at(double second) {
    return PacedTap.BEGIN.plusMillis(Math.round(second * 1_000));
  }

  /** Four files of two seconds; at a second of them the store is told of motion. */
  private void record(double tell, double from, double to) {
    Path clip =
        new TestClip()
            .gop(25)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("a.mp4"), 25 * 8);
    PacedTap tap =
        new PacedTap(
            paced ->
                store.recorder(
                    "yard",
                    RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(2)),
                    paced::wall,
                    paced::nanos));
    boolean told = false;
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        if (!told && tap.nanos() / 1e9 > tell) {
          told = true;
          store.motion("yard", at(from), at(to));
        }
      }
    }
  }

  private List<Instant> begins(RetentionLevel level) {
    return store.index().oldest(level, 99).stream().map(RecordedSegment::startsAt).toList();
  }

  private List<String> marks() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("recordings"))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".motion"))
          .sorted()
          .toList();
    }
  }

  private static String mark(double second) {
    return PacedTap.BEGIN.toEpochMilli() + "-" + at(second).toEpochMilli() + ".motion";
  }

  @Test
  void motionThatIsToldBeforeFilesAreFinished_isInThem_alsoWhereTheIndexIsLost() throws Exception {
    record(4.2, 1.5, 5);
    again();
    assertThat(begins(RetentionLevel.MOTION)).containsExactly(at(0), at(2), at(4));
    assertThat(begins(RetentionLevel.CONTINUOUS)).containsExactly(at(6));
    assertThat(marks()).containsExactly(mark(0), mark(2), mark(4));

    store.close();
    Files.delete(folder.resolve("recordings/index.db"));
    open();
    assertThat(begins(RetentionLevel.MOTION)).containsExactly(at(0), at(2), at(4));
    assertThat(begins(RetentionLevel.CONTINUOUS)).containsExactly(at(6));
  }

  @Test
  void motionThatIsToldAfterFilesWereFinished_isInThem_andGoesWithThem() throws Exception {
    record(99, 0, 0);
    again();
    assertThat(marks()).isEmpty();
    store.motion("gate", at(0), at(8));
    store.motion("yard", at(2), at(4));
    await().until(() -> !marks().isEmpty());
    assertThat(marks()).containsExactly(mark(2));
    assertThat(begins(RetentionLevel.MOTION)).containsExactly(at(2));
    store.delete("yard", at(0), at(8));
    assertThat(marks()).isEmpty();
    assertThat(folder.resolve("recordings/yard")).isEmptyDirectory();
  }

  @Test
  void markOfAFileThatIsGone_isDeletedAtTheStart() throws Exception {
    record(0.1, 0, 8);
    again();
    assertThat(marks()).hasSize(4);
    Path second = store.file(store.index().segments("yard", at(2), at(3), 1).getFirst());
    store.close();
    Files.delete(second);
    Files.delete(folder.resolve("recordings/index.db"));
    open();
    assertThat(marks()).hasSize(3).doesNotContain(mark(2));
  }
}
