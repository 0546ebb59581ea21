package sluice.stage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static sluice.core.scene.SceneEvent.ObjectPhase.END;
import static sluice.core.scene.SceneEvent.ObjectPhase.START;
import static sluice.core.scene.SceneEvent.ObjectPhase.UPDATE;
import static sluice.stage.sink.Results.person;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.FrameResult;
import sluice.core.MotionState;
import sluice.core.ObjectState.LineCrossing;
import sluice.core.ObjectState.ZoneStay;
import sluice.core.Point;
import sluice.core.SceneState;
import sluice.core.scene.Anchor;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.EndReason;
import sluice.core.scene.SceneEvent.ZonePhase;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;

class ObjectStageTest {
  private static final SceneSettings TRACK = SceneSettings.of(List.of(), List.of());
  private static final LineSettings GATE =
      LineSettings.of("gate", new Point(0.5f, 1), new Point(0.5f, 0));
  private static final ZoneSettings RIGHT =
      zone("right", 0.5f, OptionalInt.of(1), Optional.of(Duration.ofSeconds(2)));

  private static final MotionState STILL = new MotionState(false, List.of(), 0);

  private static ZoneSettings zone(
      String name, float from, OptionalInt most, Optional<Duration> dwell) {
    List<Point> corners =
        List.of(new Point(from, 0), new Point(1, 0), new Point(1, 1), new Point(from, 1));
    return new ZoneSettings(
        name, corners, Set.of(), Duration.ofMillis(300), Duration.ofMillis(500), dwell, most);
  }

  /** A person of a fifth of the picture's height whose middle is at x. */
  private static Detection at(double x) {
    return at(x, 0.9f);
  }

  private static Detection at(double x, float confidence) {
    return person(confidence, (float) x - 0.05f, 0.5f, (float) x + 0.05f, 0.8f);
  }

  private static MotionState movingAt(float x) {
    return new MotionState(true, List.of(new Box(x - 0.02f, 0.6f, x + 0.02f, 0.7f)), 0);
  }

  /** Walks from one place to another, ten frames a second; returns the time after the last. */
  private static double walk(SceneRun run, double from, double start, double end, int frames) {
    for (int i = 0; i < frames; i++) {
      run.frame(from + i * 0.1, at(start + (end - start) * i / (frames - 1)));
    }
    return from + frames * 0.1;
  }

  @Test
  void resultsGoThroughAsTheyAre_whereNothingIsAsked() {
    try (SceneRun run = new SceneRun(SceneSettings.NONE)) {
      FrameResult result = run.frame(0, at(0.2), at(0.4, 0.2f));
      assertThat(result.detections()).containsExactly(at(0.2), at(0.4, 0.2f));
      assertThat(result.scene()).isSameAs(SceneState.NONE);
    }
  }

  @Test
  void object_isToldOnceItIsConfirmed_withTheTimeOfItsFirstDetection() {
    try (SceneRun run = new SceneRun(TRACK)) {
      assertThat(run.frame(1, at(0.2)).detections()).containsExactly(at(0.2));
      assertThat(run.events).isEmpty();
      Detection second = run.frame(1.1, at(0.21)).detections().getFirst();
      assertThat(second.object().orElseThrow().id()).isEqualTo(1);
      assertThat(run.told(SceneEvent.ObjectChanged.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.phase()).isEqualTo(START);
                assertThat(event.object().startNanos()).isEqualTo(1_000_000_000);
                assertThat(event.object().startedAt())
                    .isEqualTo(event.systemTimestamp().minusMillis(100));
                assertThat(event.object().frames()).isEqualTo(2);
                assertThat(event.object().label()).isEqualTo("person");
              });
    }
  }

  @Test
  void weakDetections_continueAnObjectAndAreNothingElse() {
    try (SceneRun run = new SceneRun(TRACK)) {
      run.frame(0, at(0.2));
      run.frame(0.1, at(0.21));
      FrameResult result = run.frame(0.2, at(0.22, 0.2f), at(0.7, 0.3f));
      assertThat(result.detections())
          .singleElement()
          .satisfies(
              detection -> {
                assertThat(detection.confidence()).isEqualTo(0.2f);
                assertThat(detection.object()).isPresent();
              });
    }
  }

  @Test
  void objectOfWeakDetections_isNeverTold() {
    try (SceneRun run = new SceneRun(TRACK)) {
      run.frame(0, at(0.2, 0.55f));
      for (int i = 1; i < 20; i++) {
        assertThat(run.frame(i * 0.1, at(0.2, 0.46f)).detections()).isEmpty();
      }
      assertThat(run.events).isEmpty();
    }
    assertThat(SceneRun.THRESHOLD).isEqualTo(0.5f);
  }

  @Test
  void crossing_isToldWithItsNameCountsAndTime() {
    LineSettings named =
        new LineSettings(
            "gate",
            GATE.from(),
            GATE.to(),
            GATE.directions(),
            Optional.of("coming"),
            Optional.of("going"),
            Set.of(),
            GATE.margin(),
            GATE.confirm());
    try (SceneRun run = new SceneRun(SceneSettings.of(List.of(named), List.of()))) {
      walk(run, 0, 0.2, 0.8, 21);
      assertThat(run.told(SceneEvent.LineCrossed.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.direction()).isEqualTo(Direction.OUT);
                assertThat(event.name()).contains("going");
                assertThat(event.in()).isZero();
                assertThat(event.out()).isEqualTo(1);
                assertThat(event.crossedAtNanos()).isBetween(950_000_000L, 1_050_000_000L);
                assertThat(event.timestampNanos()).isGreaterThan(event.crossedAtNanos());
              });
      assertThat(run.memory.counts().all())
          .isEqualTo(Map.of("gate", Map.of(Direction.OUT, Map.of("person", 1L))));
    }
  }

  @Test
  void crossing_standsInTheResultThatToldIt_andInTheScene() {
    try (SceneRun run = new SceneRun(SceneSettings.of(List.of(GATE), List.of()))) {
      int told = 0;
      for (int i = 0; i < 21; i++) {
        FrameResult result = run.frame(i * 0.1, at(0.8 - 0.03 * i));
        told +=
            result.detections().getFirst().object().stream()
                .mapToInt(object -> object.crossings().size())
                .sum();
        assertThat(result.scene().lines().getFirst().in()).isEqualTo(told);
      }
      assertThat(told).isEqualTo(1);
      assertThat(new LineCrossing("gate", Direction.IN))
          .isEqualTo(
              new LineCrossing(
                  "gate", run.told(SceneEvent.LineCrossed.class).getFirst().direction()));
    }
  }

  @Test
  void zone_tellsEnterDwellExitAndOccupancy() {
    try (SceneRun run = new SceneRun(SceneSettings.of(List.of(), List.of(RIGHT)))) {
      double time = walk(run, 0, 0.2, 0.8, 21);
      for (int i = 0; i < 20; i++) {
        run.frame(time + i * 0.1, at(0.8), at(0.65));
      }
      FrameResult last = run.frame(time + 2, at(0.8), at(0.65));
      assertThat(last.detections().getFirst().object().orElseThrow().zones())
          .singleElement()
          .extracting(ZoneStay::zone)
          .isEqualTo("right");
      assertThat(last.scene().zones().getFirst().occupancy()).isEqualTo(2);
      assertThat(last.scene().zones().getFirst().crowded()).isTrue();
      walk(run, time + 2.1, 0.8, 0.2, 21);
      assertThat(run.told(SceneEvent.ZoneChanged.class).stream().filter(e -> e.object().id() == 1))
          .extracting(SceneEvent.ZoneChanged::phase)
          .containsExactly(ZonePhase.ENTER, ZonePhase.DWELL, ZonePhase.EXIT);
      assertThat(run.told(SceneEvent.OccupancyChanged.class))
          .extracting(SceneEvent.OccupancyChanged::total)
          .startsWith(1, 2, 1);
      assertThat(run.told(SceneEvent.OccupancyChanged.class).get(1).counts())
          .isEqualTo(Map.of("person", 2));
    }
  }

  @Test
  void updates_comeOnChangeOnly_andAtMostOnceASecond() {
    try (SceneRun run = new SceneRun(SceneSettings.of(List.of(), List.of(RIGHT)))) {
      for (int i = 0; i < 600; i++) { // a minute, in and out each second
        run.frame(i * 0.1, at(i / 10 % 2 == 0 ? 0.47 : 0.53));
      }
      List<SceneEvent.ObjectChanged> told = run.told(SceneEvent.ObjectChanged.class);
      assertThat(told).hasSizeGreaterThan(20);
      for (int i = 1; i < told.size(); i++) {
        long since = told.get(i).timestampNanos() - told.get(i - 1).timestampNanos();
        assertThat(since).isGreaterThanOrEqualTo(999_000_000L);
      }
    }
    try (SceneRun run = new SceneRun(TRACK)) {
      for (int i = 0; i < 50; i++) {
        run.frame(i * 0.1, at(0.3));
      }
      assertThat(run.phases(1)).containsExactly(START);
    }
  }

  @Test
  void standingObject_becomesStationary_andIsFoundAgainLongAfter() {
    try (SceneRun run = new SceneRun(TRACK)) {
      double time = walk(run, 0, 0.2, 0.4, 11);
      for (int i = 0; i < 110; i++) {
        run.frame(time + i * 0.1, at(0.4 + (i % 3 - 1) * 0.002));
      }
      assertThat(run.told(SceneEvent.ObjectChanged.class).getLast())
          .satisfies(
              event -> {
                assertThat(event.phase()).isEqualTo(UPDATE);
                assertThat(event.object().stationary()).isTrue();
              });
      for (int i = 0; i < 300; i++) { // half a minute behind something
        run.frame(time + 11 + i * 0.1);
      }
      run.frame(time + 41.1, at(0.4));
      assertThat(run.frame(time + 41.2, at(0.4)).detections().getFirst().object().orElseThrow())
          .satisfies(
              object -> {
                assertThat(object.id()).isEqualTo(1);
                assertThat(object.stationary()).isTrue();
              });
      walk(run, time + 41.3, 0.4, 0.8, 21);
      assertThat(run.told(SceneEvent.ObjectChanged.class).getLast().object().stationary())
          .isFalse();
      assertThat(run.phases(1)).doesNotContain(END);
    }
  }

  @Test
  void whatAppearsWhereNothingMoves_keepsNothingBusy_untilItMoves() {
    try (SceneRun run = new SceneRun(TRACK)) {
      run.frame(0, STILL, at(0.4));
      assertThat(run.stage.isBusy()).as("may yet be followed").isTrue();
      run.frame(0.1, STILL, at(0.4));
      assertThat(run.stage.isBusy()).as("was there before").isFalse();
      run.frame(0.2, STILL);
      assertThat(run.stage.isSearching()).isFalse();
      run.frame(0.3, STILL, at(0.401));
      run.frame(0.4, movingAt(0.1f), at(0.4));
      assertThat(run.stage.isBusy()).as("what moves elsewhere").isFalse();
      run.frame(0.5, movingAt(0.4f), at(0.4));
      assertThat(run.stage.isBusy()).as("something moves at its place").isTrue();
      run.frame(0.6, STILL);
      assertThat(run.stage.isBusy()).isFalse();
      assertThat(run.stage.isSearching()).isTrue();
    }
  }

  @Test
  void whatWalksUnseenByTheGate_keepsItBusy() {
    try (SceneRun run = new SceneRun(TRACK)) {
      for (int i = 0; i < 8; i++) {
        run.frame(i * 0.1, STILL, at(0.3 + i * 0.02));
      }
      assertThat(run.stage.isBusy()).isTrue();
    }
  }

  @Test
  void whatWasSeenOnce_isLookedForInOneFrameOnly() {
    try (SceneRun run = new SceneRun(TRACK)) {
      run.frame(0, STILL, at(0.4));
      run.frame(0.1, STILL);
      assertThat(run.stage.isBusy()).isFalse();
    }
  }

  @Test
  void reload_keepsObjects_andTouchesOnlyTheZoneThatChanged() {
    ZoneSettings other = zone("other", 0.4f, OptionalInt.empty(), Optional.empty());
    SceneSettings before = SceneSettings.of(List.of(GATE), List.of(RIGHT, other));
    try (SceneRun run = new SceneRun(before)) {
      double time = walk(run, 0, 0.2, 0.8, 21);
      int told = run.told(SceneEvent.ZoneChanged.class).size();
      assertThat(told).isEqualTo(2);
      ZoneSettings changed = zone("right", 0.6f, OptionalInt.of(1), Optional.empty());
      run.stage.configure(
          SceneSettings.of(List.of(GATE), List.of(changed, other)), SceneRun.THRESHOLD, List.of());
      for (int i = 0; i < 10; i++) {
        run.frame(time + i * 0.1, at(0.8));
      }
      assertThat(run.told(SceneEvent.ZoneChanged.class).subList(told, told + 2))
          .extracting(SceneEvent.ZoneChanged::zone, SceneEvent.ZoneChanged::phase)
          .containsExactly(tuple("right", ZonePhase.EXIT), tuple("right", ZonePhase.ENTER));
      assertThat(run.told(SceneEvent.ZoneChanged.class)).hasSize(told + 2);
      assertThat(run.phases(1)).startsWith(START).doesNotContain(END);
      assertThat(run.memory.counts().total("gate", Direction.OUT)).isEqualTo(1);
    }
  }

  @Test
  void endOfTheSession_endsZonesAndObjects() {
    SceneRun run = new SceneRun(SceneSettings.of(List.of(), List.of(RIGHT)));
    walk(run, 0, 0.2, 0.8, 21);
    run.close();
    int size = run.events.size();
    assertThat(run.events.get(size - 2))
        .isInstanceOfSatisfying(
            SceneEvent.ZoneChanged.class,
            event -> {
              assertThat(event.phase()).isEqualTo(ZonePhase.EXIT);
              assertThat(event.objectEnded()).isTrue();
            });
    assertThat(run.events.getLast())
        .isInstanceOfSatisfying(
            SceneEvent.ObjectChanged.class,
            event -> assertThat(event.reason()).contains(EndReason.STREAM));
  }

  @Test
  void objectOutOfThePicture_hasLeft_andOneInsideIsLost() {
    try (SceneRun run = new SceneRun(TRACK)) {
      double time = walk(run, 0, 0.7, 0.99, 11);
      for (int i = 0; i < 60; i++) {
        run.frame(time + i * 0.1);
      }
      assertThat(run.told(SceneEvent.ObjectChanged.class).getLast().reason())
          .contains(EndReason.LEFT);
      time = walk(run, time + 6, 0.5, 0.5, 11);
      for (int i = 0; i < 60; i++) {
        run.frame(time + i * 0.1);
      }
      assertThat(run.told(SceneEvent.ObjectChanged.class).getLast().reason())
          .contains(EndReason.LOST);
    }
  }

  @Test
  void mask_takesAwayWhatStandsInIt() {
    List<Point> left =
        List.of(new Point(0, 0), new Point(0.5f, 0), new Point(0.5f, 1), new Point(0, 1));
    try (SceneRun run =
        new SceneRun(settings(Duration.ZERO, OptionalDouble.empty(), List.of(left)))) {
      for (int i = 0; i < 5; i++) {
        assertThat(run.frame(i * 0.1, at(0.2), at(0.7)).detections()).hasSize(1);
      }
      assertThat(run.told(SceneEvent.ObjectChanged.class)).hasSize(1);
    }
  }

  @Test
  void sizeThatJitters_isJudgedByTheMedian() {
    try (SceneRun run =
        new SceneRun(settings(Duration.ZERO, OptionalDouble.of(0.029), List.of()))) {
      for (int i = 0; i < 30; i++) { // 0.03 of the picture; each fourth frame 0.02
        float bottom = i % 4 == 3 ? 0.7f : 0.8f;
        run.frame(
            i * 0.1, person(0.9f, 0.2f, 0.5f, 0.3f, bottom), person(0.9f, 0.7f, 0.5f, 0.72f, 0.6f));
      }
      assertThat(run.told(SceneEvent.ObjectChanged.class))
          .extracting(event -> event.object().id())
          .containsOnly(1L);
    }
  }

  @Test
  void minDuration_holdsBackWhatIsTold_butNotTheWay() {
    SceneSettings settings = settings(Duration.ofSeconds(2), OptionalDouble.empty(), List.of());
    try (SceneRun run =
        new SceneRun(
            new SceneSettings(
                Optional.empty(), Map.of("gate", GATE), Map.of(), settings.objects()))) {
      walk(run, 0, 0.2, 0.8, 16); // crosses after 0.75 s
      assertThat(run.events).isEmpty();
      for (int i = 0; i < 10; i++) {
        run.frame(1.6 + i * 0.1, at(0.8));
      }
      assertThat(run.phases(1)).startsWith(START);
      assertThat(run.told(SceneEvent.LineCrossed.class))
          .singleElement()
          .satisfies(
              event -> assertThat(event.crossedAtNanos()).isBetween(700_000_000L, 800_000_000L));
    }
  }

  @Test
  void twoBoxesOfOneObject_becomeOne() {
    try (SceneRun run = new SceneRun(TRACK)) {
      for (int i = 0; i < 10; i++) {
        run.frame(i * 0.1, at(0.3), at(0.301, 0.8f));
      }
      assertThat(run.phases(2)).last().isEqualTo(END);
      assertThat(run.phases(1)).containsExactly(START);
    }
  }

  @Test
  void switchedOffAndOn_endsAndBeginsAnew_withOtherNumbers() {
    try (SceneRun run = new SceneRun(TRACK)) {
      walk(run, 0, 0.2, 0.3, 5);
      run.stage.configure(SceneSettings.NONE, SceneRun.THRESHOLD, List.of());
      assertThat(run.frame(0.5, at(0.3)).detections().getFirst().object()).isEmpty();
      assertThat(run.phases(1)).containsExactly(START, END);
      run.stage.configure(TRACK, SceneRun.THRESHOLD, List.of());
      walk(run, 0.6, 0.3, 0.4, 5);
      assertThat(run.phases(2)).containsExactly(START);
    }
  }

  private static SceneSettings settings(
      Duration minDuration, OptionalDouble minArea, List<List<Point>> masks) {
    ObjectSettings standard = ObjectSettings.DEFAULT;
    return new SceneSettings(
        Optional.of(true),
        Map.of(),
        Map.of(),
        new ObjectSettings(
            Anchor.BOTTOM_CENTER,
            standard.lowThreshold(),
            standard.highThreshold(),
            standard.newThreshold(),
            standard.lostTime(),
            standard.maxGap(),
            standard.stationaryAfter(),
            standard.stationaryLostTime(),
            minArea,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            minDuration,
            masks,
            true,
            List.of()));
  }
}
