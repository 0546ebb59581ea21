package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.EventQuery;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;
import sluice.core.recording.RecordedTimeline;
import sluice.core.recording.RetentionLevel;

@Timeout(60)
class EventIndexIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");

  @TempDir Path folder;
  private RecordingIndex index;
  private EventIndex events;
  private long number;

  @BeforeEach
  void open() {
    index = RecordingIndex.open(folder.resolve("index.db"));
    events = index.events();
  }

  @AfterEach
  void close() {
    index.close();
  }

  private static Instant at(double seconds) {
    return T0.plusMillis(Math.round(seconds * 1_000));
  }

  private RecordedEvent event(String stream, String label, double from, double to, boolean open) {
    number++;
    return new RecordedEvent(
        at(from).toEpochMilli() + "-" + stream + "-" + number,
        stream,
        label,
        Optional.of(number),
        at(from),
        at(to),
        open,
        0.5f,
        List.of(),
        List.of(),
        at(from - 5),
        at(to + 10),
        false,
        false);
  }

  private RecordedEvent put(String stream, String label, double from, double to) {
    RecordedEvent event = event(stream, label, from, to, false);
    events.put(event, List.of());
    return event;
  }

  private static RecordedEvent with(
      RecordedEvent event, boolean open, double to, float score, List<String> lines) {
    return new RecordedEvent(
        event.id(),
        event.stream(),
        event.label(),
        event.object(),
        event.startsAt(),
        at(to),
        open,
        score,
        lines,
        List.of("shop", "till 2"),
        event.keepsFrom(),
        at(to + 10),
        event.hasPicture(),
        event.locked());
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

  private static EventQuery query(
      Optional<String> stream,
      Optional<String> label,
      Optional<Instant> from,
      Optional<Instant> to) {
    return new EventQuery(
        stream, label, from, to, Optional.empty(), Optional.empty(), 0, Optional.empty(), 100);
  }

  private static EventQuery query(Optional<String> zone, Optional<String> line, double score) {
    return new EventQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        zone,
        line,
        score,
        Optional.empty(),
        100);
  }

  @Test
  void event_isKept_andChanged_withItsParts() {
    RecordedEvent begun = event("yard", "person", 0, 1, true);
    EventPart first =
        new EventPart(1, at(0), at(1), List.of(new EventPoint(at(0), 0, 0.25f, 0.5f, 1, 0.5f)));
    events.put(begun, List.of(first));
    assertThat(events.find(begun.id())).contains(begun);
    RecordedEvent ended = with(begun, false, 700, 0.75f, List.of("gate"));
    EventPart longer = new EventPart(1, at(0), at(600), first.path());
    EventPart second = new EventPart(2, at(600), at(700), List.of());
    events.put(ended, List.of(longer, second));
    assertThat(events.find(begun.id())).contains(ended);
    assertThat(events.parts(begun.id())).containsExactly(longer, second);
    events.put(with(begun, false, 700, 0.25f, List.of("gate")), List.of());
    assertThat(events.find(begun.id()).map(RecordedEvent::score)).contains(0.75f);
    assertThat(events.find("1-yard-1")).isEmpty();
    assertThat(events.streams()).containsExactly("yard");
  }

  @Test
  void search_isByAllThatIsSaid_newestFirst() {
    RecordedEvent early = put("yard", "person", 0, 100);
    RecordedEvent car = put("yard", "car", 50, 60);
    RecordedEvent gate = put("gate", "person", 70, 80);
    RecordedEvent seen = event("gate", "person", 90, 95, false);
    events.put(with(seen, false, 95, 0.9f, List.of("door")), List.of());
    Optional<String> all = Optional.empty();
    assertThat(events.search(EventQuery.newest(100)))
        .extracting(RecordedEvent::id)
        .containsExactly(seen.id(), gate.id(), car.id(), early.id());
    assertThat(events.search(query(Optional.of("yard"), all, Optional.empty(), Optional.empty())))
        .containsExactly(car, early);
    assertThat(
            events.search(
                query(
                    Optional.of("yard"),
                    Optional.of("person"),
                    Optional.empty(),
                    Optional.empty())))
        .containsExactly(early);
    assertThat(events.search(query(all, all, Optional.of(at(65)), Optional.of(at(90)))))
        .containsExactly(gate, early);
    assertThat(events.search(query(all, all, Optional.of(at(101)), Optional.empty()))).isEmpty();
    assertThat(events.search(query(Optional.of("shop"), all, 0)))
        .extracting(RecordedEvent::id)
        .containsExactly(seen.id());
    assertThat(events.search(query(Optional.of("till 2"), Optional.of("door"), 0.9))).hasSize(1);
    assertThat(events.search(query(Optional.of("till"), all, 0))).isEmpty();
    assertThat(events.search(query(all, Optional.of("doo"), 0))).isEmpty();
    assertThat(events.search(query(all, all, 0.91))).isEmpty();
  }

  @Test
  void search_goesOnBehindAnEvent() {
    List<RecordedEvent> all =
        List.of(put("yard", "a", 0, 1), put("gate", "b", 0, 1), put("yard", "c", 5, 6));
    List<String> found = new java.util.ArrayList<>();
    Optional<String> before = Optional.empty();
    for (int i = 0; i < 4; i++) {
      List<RecordedEvent> page =
          events.search(
              new EventQuery(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  0,
                  before,
                  1));
      page.forEach(event -> found.add(event.id()));
      before = page.stream().map(RecordedEvent::id).findFirst();
      if (page.isEmpty()) {
        break;
      }
    }
    assertThat(found)
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(all.stream().map(RecordedEvent::id).toList())
        .startsWith(all.getLast().id());
  }

  @Test
  void video_ofEvents_isOldestLast_andOfLockedOnesNever() {
    RecordedSegment before = segment("yard", 0, false);
    RecordedSegment within = segment("yard", 20, false);
    RecordedEvent event = put("yard", "person", 20, 25); // from 15 to 35
    RecordedSegment later = segment("yard", 30, false);
    RecordedSegment after = segment("yard", 40, false);
    RecordedSegment other = segment("gate", 20, false);
    assertThat(index.oldest(RetentionLevel.CONTINUOUS, 9))
        .containsExactlyInAnyOrder(before, after, other);
    assertThat(index.oldest(RetentionLevel.EVENT, 9)).containsExactly(within, later);
    assertThat(index.endedBefore("yard", RetentionLevel.CONTINUOUS, at(99), 9))
        .containsExactly(before, after);
    RecordedSpan ofEvents = new RecordedSpan(at(20), at(40), 200);
    RecordedTimeline timeline =
        index.timeline("yard", at(0), at(60), Duration.ofSeconds(1)); // one of each level
    assertThat(timeline.all())
        .containsExactly(
            new RecordedSpan(at(0), at(10), 100), new RecordedSpan(at(20), at(50), 300));
    assertThat(timeline.ofEvents()).containsExactly(ofEvents);
    assertThat(timeline.locked()).isEmpty();

    assertThat(events.lock(event.id(), true).map(RecordedEvent::locked)).contains(true);
    assertThat(index.oldest(RetentionLevel.EVENT, 9)).isEmpty();
    assertThat(index.oldest(RetentionLevel.CONTINUOUS, 9)).hasSize(3);
    timeline = index.timeline("yard", at(0), at(60), Duration.ofSeconds(1));
    assertThat(timeline.ofEvents()).containsExactly(ofEvents);
    assertThat(timeline.locked()).containsExactly(ofEvents);
    assertThat(events.endedBefore("yard", at(99), 9)).isEmpty();

    assertThat(events.lock(event.id(), false).map(RecordedEvent::locked)).contains(false);
    assertThat(index.oldest(RetentionLevel.EVENT, 9)).containsExactly(within, later);
    assertThat(events.endedBefore("yard", at(25), 9)).containsExactly(event);
    assertThat(events.endedBefore("yard", at(24), 9)).isEmpty();
    assertThat(events.lock("1-yard-1", true)).isEmpty();
  }

  @Test
  void openEvent_keepsAllThatComes_untilItHasEnded() {
    RecordedEvent open = event("yard", "person", 0, 1, true);
    events.put(open, List.of());
    RecordedSegment late = segment("yard", 500, false);
    assertThat(index.oldest(RetentionLevel.EVENT, 9)).containsExactly(late);
    events.put(with(open, false, 2, 0.5f, List.of()), List.of());
    assertThat(index.oldest(RetentionLevel.EVENT, 9)).isEmpty();
    assertThat(index.oldest(RetentionLevel.CONTINUOUS, 9)).containsExactly(late);
  }

  @Test
  void eventThatIsDeleted_takesWhatNoOtherKeeps() {
    RecordedSegment only = segment("yard", 0, true);
    RecordedSegment both = segment("yard", 10, true);
    RecordedSegment anyway = segment("yard", 30, false);
    RecordedEvent first = put("yard", "person", 2, 25); // until 35
    RecordedEvent second = put("yard", "car", 17, 18); // from 12 to 28
    assertThat(events.discard(List.of(first), false, T0)).containsExactly(only);
    assertThat(index.segment(both.id())).isPresent();
    assertThat(index.segment(anyway.id())).isPresent();
    assertThat(events.find(first.id())).isEmpty();
    assertThat(index.garbage("", 9))
        .contains(only.file())
        .anyMatch(file -> file.endsWith(first.id() + ".json"))
        .anyMatch(file -> file.endsWith(first.id() + ".jpg"))
        .hasSize(4);
    RecordedEvent third = put("yard", "person", 32, 33);
    assertThat(events.discard(List.of(second, third), true, T0)).containsExactly(both, anyway);
    assertThat(events.streams()).isEmpty();
  }

  @Test
  void eventThatIsDeleted_takesWhatCameUntilItsEndWasKnown() {
    RecordedSegment of = segment("yard", 0, true);
    RecordedEvent event = put("yard", "person", 6, 8); // until 18
    RecordedSegment kept = segment("yard", 10, true);
    RecordedSegment after = segment("yard", 20, true);
    RecordedSegment anyway = segment("yard", 30, false);
    RecordedSegment later = segment("yard", 60, true);

    assertThat(events.discard(List.of(event), true, T0)).containsExactly(of, kept, after);
    assertThat(index.segment(anyway.id())).isPresent();
    assertThat(index.segment(later.id())).isPresent();
  }

  @Test
  void eventsWithoutVideo_areFound() {
    RecordedSegment video = segment("yard", 0, false);
    RecordedEvent event = put("yard", "person", 2, 5);
    RecordedEvent late = put("yard", "person", 100, 105);
    assertThat(events.withoutVideo("yard", at(50), 9)).isEmpty();
    index.discard(List.of(video), T0);
    assertThat(events.withoutVideo("yard", at(50), 9)).containsExactly(event);
    assertThat(events.withoutVideo("yard", at(500), 9)).containsExactly(event, late);
  }

  @Test
  void bytesOfPictures_countAsTheStores() {
    RecordedEvent event = put("yard", "person", 0, 1);
    segment("yard", 0, false);
    events.written(event.id(), 5_000, true);
    assertThat(index.totalBytes()).isEqualTo(5_100);
    assertThat(events.find(event.id()).map(RecordedEvent::hasPicture)).contains(true);
    events.discard(List.of(event), false, T0);
    assertThat(index.totalBytes()).isEqualTo(100);
  }

  @Test
  void whatWasLeftOpen_isClosed() {
    RecordedEvent open = event("yard", "person", 0, 1, true);
    events.put(open, List.of());
    put("yard", "person", 5, 6);
    assertThat(events.closeOpen()).containsExactly(open.closed());
    assertThat(events.find(open.id())).contains(open.closed());
    assertThat(events.closeOpen()).isEmpty();
  }
}
