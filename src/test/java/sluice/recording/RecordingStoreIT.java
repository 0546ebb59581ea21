package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingLoss;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;

@Timeout(60)
class RecordingStoreIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Duration SEGMENT = Duration.ofSeconds(4);

  @TempDir Path folder;
  private long before;
  private RecordingStore store;
  private PacedTap tap;

  @BeforeEach
  void open() throws InterruptedException {
    before = NativeMemory.bytes();
    store = openStore();
    tap = tap(store);
  }

  private RecordingStore openStore() throws InterruptedException {
    RecordingStore made =
        RecordingStore.open(
            folder.resolve("recordings"),
            () -> new RetentionLimits(1L << 40, 0, stream -> Duration.ofDays(36_500)),
            InstantSource.system());
    made.recover();
    return made;
  }

  private static PacedTap tap(RecordingStore store) {
    return new PacedTap(paced -> store.recorder("yard", false, SEGMENT, paced::wall, paced::nanos));
  }

  @AfterEach
  void close() {
    store.close();
    assertThat(Packet.open()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  /** A second is a group. */
  private Path clip(String name, int seconds) {
    return new TestClip()
        .gop(25)
        .coded("libopenh264", "yuv420p")
        .write(folder.resolve(name), 25 * seconds);
  }

  private void record(Path clip) {
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        // the tap sees it
      }
    }
  }

  private List<RecordedSegment> segments() {
    return store.index().segments("yard", Instant.EPOCH, EVER, 1000);
  }

  private static int pictures(Path file) {
    int pictures = 0;
    try (Decoder decoder = TestClip.decoder(file)) {
      for (var picture = decoder.next(); picture != null; picture = decoder.next()) {
        picture.picture().close();
        pictures++;
      }
    }
    return pictures;
  }

  @Test
  void filesOfARun_playByThemselves_andHoldEveryPicture() throws Exception {
    record(clip("a.mp4", 10));
    store.close();
    store = openStore();
    List<RecordedSegment> found = segments();
    assertThat(found).hasSizeBetween(2, 3);
    Duration media = Duration.ZERO;
    for (RecordedSegment segment : found) {
      assertThat(segment.mediaStart()).isEqualTo(media);
      assertThat(segment.startsAt()).isEqualTo(PacedTap.BEGIN.plus(media));
      media = media.plus(segment.length());
      assertThat(pictures(store.file(segment))).isEqualTo(segment.length().toMillis() / 40);
    }
    assertThat(media).isEqualTo(Duration.ofSeconds(10));
    assertThat(found.getFirst().length()).isGreaterThanOrEqualTo(SEGMENT);
  }

  @Test
  void sourceThatIsOpenedAgain_beginsANewRun_withAGap() throws Exception {
    Path clip = clip("a.mp4", 3);
    record(clip);
    tap.pass(5000);
    record(clip);
    store.close();
    store = openStore();
    List<RecordedRun> runs = store.index().runs("yard", Instant.EPOCH, EVER, 100);
    assertThat(runs).hasSize(2);
    assertThat(segments().get(1).startsAt())
        .isAfterOrEqualTo(segments().getFirst().endsAt().plusSeconds(4));
    assertThat(segments()).extracting(RecordedSegment::mediaStart).containsOnly(Duration.ZERO);
  }

  @Test
  void codecThatMp4CantCarry_isSaid_andTheRestGoesOn() throws Exception {
    record(new TestClip().coded("mjpeg", "yuvj420p").write(folder.resolve("a.avi"), 10));
    assertThat(store.state("yard").condition()).isEqualTo(RecorderState.Condition.UNSUPPORTED);
    assertThat(store.state("yard").reason()).contains("mjpeg");
    record(clip("b.mp4", 2));
    store.close();
    store = openStore();
    assertThat(segments()).hasSize(1);
  }

  @Test
  void filesWithoutRows_areTakenIn_whenTheIndexIsGone() throws Exception {
    record(clip("a.mp4", 10));
    store.close();
    store = openStore();
    List<RecordedSegment> known = segments();
    store.close();
    try (var files = Files.list(folder.resolve("recordings"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    store = openStore();
    List<String> same = new ArrayList<>();
    known.forEach(segment -> same.add(without(segment)));
    assertThat(segments()).extracting(RecordingStoreIT::without).isEqualTo(same);
  }

  private static String without(RecordedSegment segment) {
    return segment.file()
        + segment.startsAt()
        + segment.endsAt()
        + segment.mediaStart()
        + segment.initBytes()
        + "/"
        + segment.bytes();
  }

  @Test
  void folderThatIsTakenAway_interruptsTheRecording_andCountsWhatIsLost() throws Exception {
    record(clip("a.mp4", 2));
    store.close();
    store = openStore();
    tap = tap(store);
    Path recordings = folder.resolve("recordings/yard");
    Files.move(recordings, folder.resolve("away"));
    Files.writeString(recordings, "a file where the folder was");
    record(clip("b.mp4", 4));
    store.close();
    assertThat(store.lostNanos("yard", RecordingLoss.DISK_ERROR)).isPositive();
    Files.delete(recordings);
    Files.move(folder.resolve("away"), recordings);
    store = openStore();
    assertThat(segments()).hasSize(1);
  }
}
