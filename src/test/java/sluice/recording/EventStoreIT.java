package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.core.recording.RetentionLevel;
import sluice.recording.files.EventPath;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;

/** What a store keeps of events, and of the video around them. */
@Timeout(60)
class EventStoreIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final EventPictures PICTURES =
      new EventPictures(new byte[] {1, 2, 3}, new byte[] {4});

  @TempDir Path folder;
  private RecordingStore store;
  private Duration keepEvents = Duration.ofDays(36_500);

  @BeforeEach
  void open() throws InterruptedException {
    store =
        RecordingStore.open(
            folder.resolve("recordings"),
            () ->
                new RetentionLimits(
                    1L << 40,
                    0,
                    stream -> Duration.ofDays(36_500),
                    stream -> Duration.ofDays(36_500),
                    stream -> keepEvents),
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

  private static RecordedEvent event(double from, double to, boolean open) {
    Instant start = PacedTap.BEGIN.plusMillis((long) (from * 1_000));
    Instant end = PacedTap.BEGIN.plusMillis((long) (to * 1_000));
    return new RecordedEvent(
        start.toEpochMilli() + "-yard-1",
        "yard",
        "person",
        Optional.of(3L),
        start,
        end,
        open,
        0.5f,
        List.of("gate"),
        List.of(),
        start.minusSeconds(2),
        end.plusSeconds(1),
        true,
        false);
  }

  private static EventPart part(RecordedEvent event) {
    return new EventPart(
        1,
        event.startsAt(),
        event.endsAt(),
        List.of(new EventPoint(event.startsAt(), 0, 0, 0.5f, 0.5f, 0.5f)));
  }

  /** Ten groups of a second, and an event from 4.5 to 5.2 that is told a second late. */
  private void recordWithEvent() {
    Path clip =
        new TestClip()
            .gop(25)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("a.mp4"), 25 * 12);
    RecordedEvent begun = event(4.5, 4.6, true);
    RecordedEvent ended = event(4.5, 5.2, false);
    PacedTap tap =
        new PacedTap(
            paced ->
                store.recorder(
                    "yard",
                    RecordingSettings.OFF.with(RecordingMode.EVENTS, Duration.ofSeconds(4)),
                    paced::wall,
                    paced::nanos));
    boolean told = false;
    boolean over = false;
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        double seconds = tap.nanos() / 1e9;
        if (!told && seconds > 5.5) {
          told = true;
          store.tell(begun, List.of(part(begun)));
        }
        if (!over && seconds > 6) {
          over = true;
          store.tell(ended, List.of(part(ended)));
          store.pictures(ended.id(), PICTURES);
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
  void videoOfAnEvent_isRecorded_fromTheKeyFrameBeforeItsPreRoll_toItsPostRoll() throws Exception {
    recordWithEvent();
    again();
    Instant from = PacedTap.BEGIN;
    assertThat(segments().getFirst().startsAt()).isEqualTo(from.plusSeconds(2));
    assertThat(segments().getLast().endsAt()).isEqualTo(from.plusSeconds(7));
    Duration recorded =
        segments().stream().map(RecordedSegment::length).reduce(Duration.ZERO, Duration::plus);
    assertThat(recorded).isEqualTo(Duration.ofSeconds(5));
    assertThat(store.index().oldest(RetentionLevel.CONTINUOUS, 9)).isEmpty();
    assertThat(events()).containsExactly(event(4.5, 5.2, false));
    assertThat(store.index().events().parts(events().getFirst().id())).hasSize(1);
    assertThat(Files.readAllBytes(store.file(events().getFirst().id(), EventPath.Kind.PICTURE)))
        .isEqualTo(PICTURES.picture());
  }

  @Test
  void eventThatIsDeleted_leavesNothing() throws Exception {
    recordWithEvent();
    again();
    assertThat(files()).hasSizeGreaterThanOrEqualTo(4);
    int video = segments().size();
    assertThat(store.delete(events().getFirst())).isEqualTo(video);
    assertThat(files()).isEmpty();
    assertThat(events()).isEmpty();
    assertThat(segments()).isEmpty();
    assertThat(store.index().garbage("", 9)).isEmpty();
  }

  @Test
  void eventThatIsOld_goesWithItsVideo_unlessItIsLocked() throws Exception {
    recordWithEvent();
    again();
    String id = events().getFirst().id();
    assertThat(store.lock(id, true)).isPresent();
    keepEvents = Duration.ofMillis(1);
    again();
    Retention retention =
        new Retention(
            folder.resolve("recordings"),
            store.index(),
            () ->
                new RetentionLimits(
                    1L << 40,
                    0,
                    stream -> Duration.ofDays(36_500),
                    stream -> Duration.ofDays(36_500),
                    stream -> keepEvents),
            () -> Long.MAX_VALUE);
    retention.enforce(EVER);
    assertThat(events()).extracting(RecordedEvent::locked).containsExactly(true);
    assertThat(segments()).isNotEmpty();
    store.lock(id, false);
    retention.enforce(EVER);
    assertThat(events()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void indexThatIsLost_hasItsEventsAgain_locksToo() throws Exception {
    recordWithEvent();
    again();
    store.lock(events().getFirst().id(), true);
    List<RecordedEvent> before = events();
    List<EventPart> parts = store.index().events().parts(before.getFirst().id());
    store.close();
    try (var files = Files.list(folder.resolve("recordings"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    open();
    assertThat(events()).isEqualTo(before);
    assertThat(store.index().events().parts(before.getFirst().id())).isEqualTo(parts);
    assertThat(store.index().oldest(RetentionLevel.CONTINUOUS, 9)).isEmpty();
    assertThat(store.index().oldest(RetentionLevel.EVENT, 9)).isEmpty();
  }

  @Test
  void eventThatWasLeftOpen_isClosed_andHasItsFile() throws Exception {
    RecordedEvent open = event(1, 2, true);
    store.tell(open, List.of(part(open)));
    again();
    assertThat(events()).extracting(RecordedEvent::open).containsExactly(false);
    again();
    assertThat(files()).containsExactly(open.id() + ".json");
  }

  @Test
  void roomIsMade_byDeletingVideoOfEventsLast_andEventsWithIt() throws Exception {
    recordWithEvent();
    again();
    Retention retention =
        new Retention(
            folder.resolve("recordings"),
            store.index(),
            () -> new RetentionLimits(0, 0, stream -> Duration.ofDays(36_500)),
            () -> Long.MAX_VALUE);
    store.lock(events().getFirst().id(), true);
    assertThat(retention.enforce(PacedTap.BEGIN).roomMissing()).isTrue();
    assertThat(segments()).isNotEmpty();
    store.lock(events().getFirst().id(), false);
    assertThat(retention.enforce(PacedTap.BEGIN).roomMissing()).isFalse();
    assertThat(segments()).isEmpty();
    assertThat(events()).isEmpty();
    assertThat(files()).isEmpty();
  }
}
