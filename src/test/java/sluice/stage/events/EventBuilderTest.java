package sluice.stage.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.ObjectState;
import sluice.core.Trail;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPhase;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;

class EventBuilderTest {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final EventRules RULES =
      new EventRules(Duration.ofSeconds(5), Duration.ofSeconds(10));

  private final EventBuilder builder = new EventBuilder("yard", RULES);
  private final List<EventChange> told = new ArrayList<>();
  private final List<PictureCandidate> pictures = new ArrayList<>();
  private boolean followed;
  private boolean takesPictures = true;
  private Instant begin = T0;
  private long still;

  private static Box box(double x, double size) {
    return new Box((float) x, 0.3f, (float) (x + size), (float) (0.3 + size));
  }

  private static Detection found(String label, double confidence) {
    return new Detection(1, label, (float) confidence, box(0.2, 0.2));
  }

  private static Detection object(long id, double x, double confidence) {
    return new Detection(1, "person", (float) confidence, box(x, 0.2))
        .withObject(ObjectState.of(id));
  }

  private static Detection withState(long id, Set<String> zones, Set<String> lines) {
    return new Detection(1, "person", 0.9f, box(0.2, 0.2))
        .withObject(
            new ObjectState(
                id,
                false,
                zones.stream().map(zone -> new ObjectState.ZoneStay(zone, Duration.ZERO)).toList(),
                lines.stream()
                    .map(line -> new ObjectState.LineCrossing(line, Direction.IN))
                    .toList(),
                List.of(),
                Trail.NONE));
  }

  private void at(double seconds, Detection... detections) {
    told.addAll(
        builder.observe(
            Math.round(seconds * 1e9),
            still,
            begin.plusMillis(Math.round(seconds * 1e3)),
            followed,
            List.of(detections),
            candidate -> takesPictures && pictures.add(candidate)));
  }

  private List<EventPhase> phases() {
    return told.stream().map(EventChange::phase).toList();
  }

  private RecordedEvent last() {
    return told.getLast().event();
  }

  @Test
  void label_isAnEvent_onceItIsFoundInThreeOfFiveResults_fromTheFirstOn() {
    at(0, found("dog", 0.6));
    at(1);
    at(2, found("dog", 0.8));
    at(3);
    assertThat(told).isEmpty();
    at(4, found("dog", 0.7), found("dog", 0.5));
    assertThat(phases()).containsExactly(EventPhase.NEW);
    RecordedEvent event = last();
    assertThat(event.startsAt()).isEqualTo(T0);
    assertThat(event.endsAt()).isEqualTo(T0.plusSeconds(4));
    assertThat(event.id()).isEqualTo(T0.toEpochMilli() + "-yard-1");
    assertThat(event.object()).isEmpty();
    assertThat(event.open()).isTrue();
    assertThat(event.score()).isEqualTo(0.7f);
    assertThat(event.keepsFrom()).isEqualTo(T0.minusSeconds(5));
    assertThat(event.keepsTo()).isEqualTo(T0.plusSeconds(14));
  }

  @Test
  void label_thatIsFoundNowAndThen_isNone() {
    for (int i = 0; i < 50; i++) {
      at(i, i % 3 == 0 ? new Detection[] {found("dog", 0.9)} : new Detection[0]);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void event_endsWhenItWasGoneForFiveSeconds_atTheTimeThatItWasSeenLast() {
    for (int i = 0; i <= 4; i++) {
      at(i, found("dog", 0.5 + i / 10.0));
    }
    at(8.9);
    assertThat(phases()).doesNotContain(EventPhase.END);
    at(9);
    assertThat(told.getLast().phase()).isEqualTo(EventPhase.END);
    assertThat(last().open()).isFalse();
    assertThat(last().endsAt()).isEqualTo(T0.plusSeconds(4));
    assertThat(last().score()).isEqualTo(0.9f);
  }

  @Test
  void timeInWhichNothingMoves_doesNotCountAsGone() {
    followed = true;
    at(0, object(1, 0.2, 0.9));
    still = Duration.ofSeconds(60).toNanos();
    at(61);
    assertThat(phases()).containsExactly(EventPhase.NEW);
    at(65);
    assertThat(phases()).endsWith(EventPhase.END);
  }

  @Test
  void object_isAnEvent_atOnce_andDetectionsWithoutANumberAreNone() {
    followed = true;
    at(0, found("person", 0.9));
    at(0.1, found("person", 0.9), object(3, 0.2, 0.6), object(4, 0.6, 0.7));
    at(0.2, found("person", 0.9), object(3, 0.2, 0.6));
    assertThat(phases()).containsExactly(EventPhase.NEW, EventPhase.NEW);
    assertThat(told)
        .extracting(change -> change.event().object())
        .containsExactly(Optional.of(3L), Optional.of(4L));
  }

  @Test
  void linesAndZones_areNoted_andToldOnceASecond() {
    followed = true;
    at(0, object(1, 0.2, 0.9));
    at(0.2, withState(1, Set.of("shop"), Set.of()));
    at(0.4, withState(1, Set.of(), Set.of("gate")));
    assertThat(phases()).containsExactly(EventPhase.NEW);
    at(1.1, withState(1, Set.of(), Set.of()));
    assertThat(phases()).containsExactly(EventPhase.NEW, EventPhase.UPDATE);
    assertThat(last().lines()).containsExactly("gate");
    assertThat(last().zones()).containsExactly("shop");
  }

  @Test
  void run_thatEnds_endsItsEvents_andTheNextOneGoesOnWithThem_whereItShowsTheSameSoon() {
    followed = true;
    at(0, object(1, 0.2, 0.9));
    at(3, object(1, 0.22, 0.9));
    told.addAll(builder.end());
    assertThat(phases()).endsWith(EventPhase.END);
    String id = last().id();
    begin = T0.plusSeconds(4);
    at(0, object(7, 0.23, 0.9), object(8, 0.7, 0.9));
    assertThat(phases()).endsWith(EventPhase.UPDATE, EventPhase.NEW);
    EventChange goesOn = told.get(told.size() - 2);
    assertThat(goesOn.event().id()).isEqualTo(id);
    assertThat(goesOn.event().open()).isTrue();
    assertThat(goesOn.event().startsAt()).isEqualTo(T0);
    assertThat(last().object()).contains(8L);
  }

  @Test
  void run_thatBeginsLater_hasEventsOfItsOwn() {
    followed = true;
    at(0, object(1, 0.2, 0.9));
    told.addAll(builder.end());
    begin = T0.plusSeconds(3);
    at(0, object(1, 0.2, 0.9));
    assertThat(phases()).containsExactly(EventPhase.NEW, EventPhase.END, EventPhase.NEW);
  }

  @Test
  void stepBackInTime_endsAll() {
    at(0, found("dog", 0.9));
    at(1, found("dog", 0.9));
    at(2, found("dog", 0.9));
    begin = T0.plusSeconds(60);
    at(0.5);
    assertThat(phases()).containsExactly(EventPhase.NEW, EventPhase.END);
  }

  @Test
  void objectThatGetsAnotherNumber_whereItWas_isTheSameEvent_andOneBesideItIsNot() {
    followed = true;
    at(0, object(1, 0.2, 0.9));
    at(1.5, object(2, 0.21, 0.9));
    at(1.6, object(2, 0.21, 0.9), object(3, 0.22, 0.9));
    assertThat(told.stream().filter(change -> change.phase() == EventPhase.NEW)).hasSize(2);
  }

  @Test
  void longEvent_hasPartsOfTenMinutes_withAPathOfTwoPointsASecond() {
    followed = true;
    Map<Integer, EventPart> parts = new HashMap<>();
    for (int i = 0; i <= 25 * 60 * 5; i++) {
      at(i / 5.0, object(1, 0.2, 0.9));
    }
    told.addAll(builder.end());
    told.forEach(change -> change.parts().forEach(part -> parts.put(part.number(), part)));
    assertThat(parts).containsOnlyKeys(1, 2, 3);
    assertThat(told).extracting(change -> change.event().id()).containsOnly(last().id());
    for (EventPart part : parts.values()) {
      Duration length = Duration.between(part.startsAt(), part.endsAt());
      assertThat(length).isLessThanOrEqualTo(Duration.ofMinutes(10));
      assertThat(part.path()).hasSizeBetween(500, 1_201);
    }
    assertThat(last().endsAt()).isEqualTo(T0.plus(Duration.ofMinutes(25)));
  }

  @Test
  void picture_isTaken_ofWhatIsConfidentLargeAndWhole_onceASecondAtMost() {
    followed = true;
    at(0, object(1, 0.2, 0.5));
    at(0.5, object(1, 0.2, 0.9));
    assertThat(pictures).hasSize(1);
    at(1, object(1, 0.2, 0.52)); // hardly better
    at(1.1, object(1, 0.2, 0.9));
    assertThat(pictures).hasSize(2);
    at(2.5, object(1, 0.85, 0.99)); // half of it is outside
    assertThat(pictures).hasSize(2);
    assertThat(pictures).extracting(PictureCandidate::event).containsOnly(last().id());
    assertThat(last().hasPicture()).isTrue();
  }

  @Test
  void picture_forWhichThereIsNoRoom_isOfferedAgain() {
    followed = true;
    takesPictures = false;
    at(0, object(1, 0.2, 0.9));
    assertThat(last().hasPicture()).isFalse();
    takesPictures = true;
    at(0.9, object(1, 0.2, 0.9));
    assertThat(pictures).isEmpty();
    at(1, object(1, 0.2, 0.9));
    assertThat(pictures).hasSize(1);
    assertThat(last().hasPicture()).isTrue();
  }

  @Test
  void moreThanMayBeOpen_areCounted() {
    followed = true;
    Detection[] many = new Detection[EventRules.MOST_OPEN + 3];
    for (int i = 0; i < many.length; i++) {
      many[i] = object(i + 1, 0.2, 0.9);
    }
    at(0, many);
    at(0.1, many);
    assertThat(told).hasSize(EventRules.MOST_OPEN);
    assertThat(builder.overflow()).isEqualTo(3);
  }

  /** Whatever comes, what is told makes sense. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatIsTold_isInOrder_whateverComes(long seed) {
    Random random = new Random(seed);
    Map<String, Boolean> open = new HashMap<>();
    Map<String, RecordedEvent> newest = new HashMap<>();
    Set<String> reopened = new HashSet<>();
    double time = 0;
    followed = random.nextBoolean();
    for (int i = 0; i < 3_000; i++) {
      time += random.nextInt(40) == 0 ? random.nextDouble() * 20 : random.nextDouble() * 0.6;
      if (random.nextInt(300) == 0) {
        begin = begin.plusMillis(Math.round(time * 1e3) + random.nextInt(4_000));
        time = 0;
        if (random.nextBoolean()) {
          told.addAll(builder.end());
        }
        followed ^= random.nextInt(5) == 0;
      }
      Detection[] detections = new Detection[random.nextInt(4)];
      for (int d = 0; d < detections.length; d++) {
        detections[d] =
            random.nextBoolean()
                ? object(1 + random.nextInt(6), random.nextDouble() * 0.8, random.nextDouble())
                : found(random.nextBoolean() ? "dog" : "cat", random.nextDouble());
      }
      at(time, detections);
    }
    told.addAll(builder.end());
    for (EventChange change : told) {
      RecordedEvent event = change.event();
      boolean known = open.containsKey(event.id());
      boolean wasOpen = open.getOrDefault(event.id(), false);
      switch (change.phase()) {
        case NEW -> assertThat(known).isFalse();
        case UPDATE -> {
          assertThat(known).isTrue();
          if (!wasOpen) {
            assertThat(reopened.add(event.id() + event.endsAt())).isTrue();
            RecordedEvent ended = newest.get(event.id());
            assertThat(event.endsAt()).isBefore(ended.endsAt().plusMillis(2_001));
          }
        }
        case END -> assertThat(wasOpen).isTrue();
      }
      assertThat(event.open()).isEqualTo(change.phase() != EventPhase.END);
      assertThat(event.endsAt()).isAfterOrEqualTo(event.startsAt());
      RecordedEvent before = newest.put(event.id(), event);
      if (before != null) {
        assertThat(event.startsAt()).isEqualTo(before.startsAt());
        assertThat(event.endsAt()).isAfterOrEqualTo(before.endsAt());
        assertThat(event.score()).isGreaterThanOrEqualTo(before.score());
        assertThat(event.label()).isEqualTo(before.label());
      }
      for (EventPart part : change.parts()) {
        assertThat(part.path())
            .extracting(EventPoint::at)
            .isSorted()
            .allMatch(at -> !at.isBefore(part.startsAt()) && !at.isAfter(part.endsAt()));
      }
      open.put(event.id(), event.open());
    }
    assertThat(open.values()).containsOnly(false);
    assertThat(open.size()).isGreaterThan(10);
  }
}
