package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

@Timeout(60)
class RecordingStoreIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Duration SEGMENT = Duration.ofSeconds(4);
  private static final int MOST_WAITING = 3;

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

  private static RecordingSettings continuous(Duration segment) {
    return RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, segment);
  }

  private static PacedTap tap(RecordingStore store) {
    return new PacedTap(
        paced -> store.recorder("yard", continuous(SEGMENT), paced::wall, paced::nanos));
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
    record(clip, tap);
  }

  /** No faster than the disk, which would lose what doesn't fit into the queue. */
  private void record(Path clip, PacketTap into) {
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(into))) {
      while (demuxer.read() != null) {
        if (store.status("yard").waiting() > MOST_WAITING) {
          await().until(() -> store.status("yard").waiting() == 0);
        }
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

  /** As RTSP gives it: a time of the input before must not be taken for it. */
  @Test
  void firstPacketWithoutTimes_isNoJump() throws Exception {
    record(clip("a.mp4", 12));
    Path next = clip("b.mp4", 3);
    PacedTap camera = tap;
    boolean[] first = {true};
    record(
        next,
        new PacketTap() {
          @Override
          public void opened(List<PacketStream> streams) {
            camera.opened(streams);
          }

          @Override
          public void packet(Packet packet) {
            if (first[0]) {
              packet.avPacket().pts(Packet.NO_TIMESTAMP).dts(Packet.NO_TIMESTAMP);
            }
            first[0] = false;
            camera.packet(packet);
          }

          @Override
          public void closed() {
            camera.closed();
          }
        });
    store.close();
    store = openStore();
    RecordedSegment last = segments().getLast();
    assertThat(last.mediaStart()).isEqualTo(Duration.ZERO);
    assertThat(last.length()).isEqualTo(Duration.ofSeconds(3));
    assertThat(pictures(store.file(last))).isEqualTo(75);
  }

  @Test
  void lengthOfFiles_changesWithTheNextRecorder() throws Exception {
    record(clip("a.mp4", 1));
    tap =
        new PacedTap(
            paced ->
                store.recorder(
                    "yard", continuous(Duration.ofSeconds(2)), paced::wall, paced::nanos));
    tap.pass(5000);
    record(clip("b.mp4", 4));
    store.close();
    store = openStore();
    assertThat(segments()).hasSize(3);
  }

  @Test
  void streamThatIsForgotten_isCountedAnew_andItsRecordingsStay() throws Exception {
    record(clip("a.mp4", 2));
    await().until(() -> store.status("yard").bytes() > 0);
    store.forget("yard");
    assertThat(store.status("yard").bytes()).isZero();
    await().until(() -> segments().size() == 1);
    assertThat(store.bytes()).isEqualTo(Files.size(store.file(segments().getFirst())));
    assertThat(store.syncs()).isEqualTo(1);
    assertThat(store.syncNanos()).isPositive();
    await().until(() -> store.freeBytes() >= 0);
  }

  @Test
  void codecThatMp4CantCarry_isSaid_andTheRestGoesOn() throws Exception {
    record(new TestClip().coded("mjpeg", "yuvj420p").write(folder.resolve("a.avi"), 10));
    assertThat(store.status("yard").state().condition())
        .isEqualTo(RecorderState.Condition.UNSUPPORTED);
    assertThat(store.status("yard").state().reason()).contains("mjpeg");
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
    assertThat(store.status("yard").lost().get(RecordingLoss.DISK_ERROR)).isPositive();
    Files.delete(recordings);
    Files.move(folder.resolve("away"), recordings);
    store = openStore();
    assertThat(segments()).hasSize(1);
  }

  @Test
  void startThatCouldNotLookAtAllFiles_leavesThatToTheNext() throws Exception {
    record(clip("a.mp4", 10));
    store.close();
    Path recordings = folder.resolve("recordings");
    Files.delete(recordings.resolve("index.db"));
    store = openWithoutRecovery();
    tap = tap(store);
    tap.pass(60_000);
    record(clip("b.mp4", 2));
    store.close();

    store = openStore();

    assertThat(segments()).hasSizeGreaterThan(2);
  }

  private RecordingStore openWithoutRecovery() {
    return RecordingStore.open(
        folder.resolve("recordings"),
        () -> new RetentionLimits(1L << 40, 0, stream -> Duration.ofDays(36_500)),
        InstantSource.system());
  }

  @Test
  void runNeverBeginsBeforeItsRecorder_whateverTheSourceHasKept() throws Exception {
    // All of it comes at once, so that it seems to be of before.
    record(
        clip("a.mp4", 5),
        store.recorder("yard", continuous(SEGMENT), () -> PacedTap.BEGIN, () -> 0));
    store.close();
    store = openStore();
    assertThat(segments().getFirst().startsAt()).isAfterOrEqualTo(PacedTap.BEGIN);
  }
}
