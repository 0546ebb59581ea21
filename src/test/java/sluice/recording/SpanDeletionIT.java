package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.DeletedSpan;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;

/** What is left of a stream after a span of it was deleted. */
@Timeout(60)
class SpanDeletionIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");

  @TempDir Path folder;
  private RecordingStore store;

  @BeforeEach
  void open() throws InterruptedException {
    store =
        RecordingStore.open(
            folder.resolve("recordings"),
            () -> new RetentionLimits(1L << 40, 0, stream -> Duration.ofDays(36_500)),
            InstantSource.system());
    store.recover();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Instant at(double seconds) {
    return PacedTap.BEGIN.plusMillis(Math.round(seconds * 1_000));
  }

  /** An event that keeps half a second before and after it. */
  private RecordedEvent event(double from, double to) {
    Instant start = at(from);
    return new RecordedEvent(
        start.toEpochMilli() + "-yard-1",
        "yard",
        "person",
        Optional.empty(),
        start,
        at(to),
        false,
        0.5f,
        List.of(),
        List.of(),
        start.minusMillis(500),
        at(to).plusMillis(500),
        true,
        false);
  }

  private void keep(RecordedEvent event) {
    store.tell(event, List.of());
    store.pictures(event.id(), new EventPictures(new byte[] {1, 2}, new byte[] {3}));
    await().until(() -> files().stream().anyMatch(file -> file.equals(event.id() + ".json")));
    await().until(() -> files().stream().anyMatch(file -> file.equals(event.id() + ".jpg")));
  }

  /** Records 8 groups of a second, a file each, no faster than the disk. */
  private void record(DoubleConsumer at) {
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
                    RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(1)),
                    paced::wall,
                    paced::nanos));
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        at.accept(tap.nanos() / 1e9);
        if (store.status("yard").waiting() > 4) {
          await().until(() -> store.status("yard").waiting() == 0);
        }
      }
    }
  }

  private List<RecordedSegment> segments() {
    return store.index().segments("yard", Instant.EPOCH, EVER, 1000);
  }

  private List<RecordedEvent> events() {
    return store.index().events().search(EventQuery.newest(10));
  }

  private List<String> files() throws IOException {
    Path place = folder.resolve("recordings/yard");
    if (!Files.exists(place)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void spanIsGone_withItsEvents_butForWhatIsLocked_andNothingIsLeftOnceThatIsUnlocked()
      throws Exception {
    record(seconds -> {});
    await().until(() -> segments().size() == 8);
    RecordedEvent inside = event(1.6, 2.4);
    RecordedEvent locked = event(3.6, 3.9);
    RecordedEvent reaching = event(5.9, 6.4);
    keep(inside);
    keep(locked);
    keep(reaching);
    store.lock(locked.id(), true);
    long bytes = segments().stream().mapToLong(RecordedSegment::bytes).sum();

    DeletedSpan deleted = store.delete("yard", at(1.5), at(6));

    long left = segments().stream().mapToLong(RecordedSegment::bytes).sum();
    long kept = segments().get(1).bytes() + segments().get(2).bytes();
    assertThat(segments())
        .extracting(RecordedSegment::startsAt)
        .containsExactly(at(0), at(3), at(4), at(6), at(7));
    assertThat(deleted).isEqualTo(new DeletedSpan(3, bytes - left, 1, 0, 1, 2, kept, 1, true));
    assertThat(events()).extracting(RecordedEvent::id).containsExactly(reaching.id(), locked.id());
    assertThat(files()).hasSize(5 + 2 * 3).noneMatch(file -> file.startsWith(inside.id()));

    store.lock(locked.id(), false);
    DeletedSpan rest = store.delete("yard", Instant.EPOCH, EVER);
    assertThat(rest).isEqualTo(new DeletedSpan(5, left, 2, 0, 0, 0, 0, 0, true));
    assertThat(files()).isEmpty();
    assertThat(folder.resolve("recordings/yard/2026-10-25")).doesNotExist();
    assertThat(store.index().garbage("", 9)).isEmpty();
    assertThat(store.index().totalBytes()).isZero();
  }

  @Test
  void eventThatLosesAllItsVideo_goesToo_andVideoOfItsOwnGoesWithIt() throws Exception {
    record(seconds -> {});
    await().until(() -> segments().size() == 8);
    RecordedEvent reaching = event(3.5, 4.5);
    keep(reaching);
    DeletedSpan deleted = store.delete("yard", at(3.2), at(4.4));
    assertThat(deleted.files()).isEqualTo(2);
    assertThat(deleted.events()).isEqualTo(1);
    assertThat(events()).isEmpty();
  }

  @Test
  void fileThatIsBeingWritten_isClosed_andItsStreamGoesOn() throws Exception {
    List<DeletedSpan> deleted = new ArrayList<>();
    record(
        seconds -> {
          if (deleted.isEmpty() && seconds > 4.5) {
            await().until(() -> segments().size() == 3);
            deleted.add(store.delete("yard", at(1), at(4)));
          }
        });
    await().until(() -> segments().size() == 5);
    assertThat(deleted.getFirst().files()).isEqualTo(3);
    assertThat(segments())
        .extracting(RecordedSegment::startsAt)
        .containsExactly(at(0), at(4), at(5), at(6), at(7));
  }
}
