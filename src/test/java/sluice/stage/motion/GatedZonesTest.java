package sluice.stage.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Orientation;
import sluice.core.Point;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.LineSettings;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.ZonePhase;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;
import sluice.stage.objects.ObjectStage;
import sluice.stage.sink.Results;

/**
 * Zones and lines are told in time though the gate leaves pictures out: five pictures a second in
 * which nothing ever differs, and what a model finds in those that pass.
 */
@Timeout(60)
class GatedZonesTest {
  private static final long STEP = 200_000_000;
  private static final double THRESHOLD = 0.5;
  private static final List<Point> ALL =
      List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1));

  private final List<SceneEvent> told = new ArrayList<>();
  private int passed;

  private static ZoneSettings zone(Duration confirm, Optional<Duration> dwell) {
    return new ZoneSettings(
        "all", ALL, Set.of(), confirm, ZoneSettings.DEFAULT_LEAVE, dwell, OptionalInt.empty());
  }

  private static Detection at(double x) {
    return Results.person(0.9f, (float) x - 0.05f, 0.5f, (float) x + 0.05f, 0.8f);
  }

  /** Runs a stream of which somebody knows what is to be found at each second. */
  private void run(
      List<LineSettings> lines,
      ZoneSettings zone,
      double seconds,
      DoubleFunction<List<Detection>> found)
      throws InterruptedException {
    SceneSettings scene =
        SceneSettings.of(lines, List.of(zone)).withMotion(MotionSettings.ON.withIdleFps(0.1));
    ObjectStage stage =
        new ObjectStage(
            scene,
            THRESHOLD,
            new SceneMemory(),
            told::add,
            ObjectPictures.NONE,
            StreamObserver.NONE);
    MotionGate gate = new MotionGate(scene, true, StreamObserver.NONE);
    MotionStage motion = new MotionStage(gate, stage::isBusy, stage::isSearching, stage::due);
    FrameLedger ledger = new FrameLedger();
    for (int i = 0; i * STEP <= seconds * 1e9; i++) {
      TestPicture picture = TestPicture.bgr24(160, 90, Orientation.UPRIGHT, (x, y) -> 0x404040);
      if (!gate.admits(picture, i * STEP)) {
        picture.close();
        continue;
      }
      passed++;
      Detection[] all = found.apply(i * STEP / 1e9).toArray(Detection[]::new);
      try (FrameResult result = Results.of(ledger, picture, i, i * STEP, all)) {
        result.frame().motion(gate.state());
        motion.apply(stage.apply(result));
      }
    }
    assertThat(ledger.openFrames()).isZero();
  }

  private <E extends SceneEvent> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void emptiedZone_isToldOnceItsNumberHasHeld() throws InterruptedException {
    run(
        List.of(),
        zone(Duration.ofMillis(300), Optional.empty()),
        15,
        second -> second < 2 ? List.of(at(0.3 + 0.2 * second)) : List.of());

    SceneEvent.ZoneChanged exit = told(SceneEvent.ZoneChanged.class).getLast();
    assertThat(exit.phase()).isEqualTo(ZonePhase.EXIT);
    SceneEvent.OccupancyChanged empty = told(SceneEvent.OccupancyChanged.class).getLast();
    assertThat(empty.total()).isZero();
    assertThat(empty.timestampNanos() - exit.timestampNanos()).isEqualTo(2 * STEP);
    assertThat(passed).isLessThan(25);
  }

  @Test
  void dwell_isToldInItsTime_ofWhoStandsStillToo() throws InterruptedException {
    run(
        List.of(),
        zone(Duration.ofMillis(300), Optional.of(Duration.ofSeconds(27))),
        42,
        _ -> List.of(at(0.4)));

    assertThat(told(SceneEvent.ZoneChanged.class))
        .extracting(SceneEvent.ZoneChanged::phase, SceneEvent.ZoneChanged::timestampNanos)
        .last()
        .isEqualTo(tuple(ZonePhase.DWELL, 136 * STEP));
    assertThat(passed).isLessThan(60);
  }

  @Test
  void entryAndItsNumber_areToldInTime_whereTheyAreConfirmedLate() throws InterruptedException {
    run(List.of(), zone(Duration.ofSeconds(13), Optional.empty()), 42, _ -> List.of(at(0.4)));

    assertThat(told(SceneEvent.ZoneChanged.class))
        .extracting(SceneEvent.ZoneChanged::phase, SceneEvent.ZoneChanged::timestampNanos)
        .containsExactly(tuple(ZonePhase.ENTER, 66 * STEP));
    assertThat(told(SceneEvent.OccupancyChanged.class))
        .extracting(SceneEvent.OccupancyChanged::total, SceneEvent.OccupancyChanged::timestampNanos)
        .containsExactly(tuple(1, 131 * STEP));
  }

  @Test
  void crossing_isToldInTime_whereItIsConfirmedLate() throws InterruptedException {
    LineSettings near = LineSettings.of("gate", new Point(0.5f, 1), new Point(0.5f, 0));
    LineSettings line =
        new LineSettings(
            "gate",
            near.from(),
            near.to(),
            near.directions(),
            near.inName(),
            near.outName(),
            Set.of(),
            near.margin(),
            Duration.ofSeconds(17));
    run(
        List.of(line),
        zone(Duration.ofMillis(300), Optional.empty()),
        42,
        second -> List.of(at(Math.min(0.3 + 0.2 * second, 0.7))));

    assertThat(told(SceneEvent.LineCrossed.class))
        .singleElement()
        .satisfies(
            crossed ->
                assertThat(crossed.timestampNanos())
                    .isBetween(18 * 5 * STEP - 3 * STEP, 18 * 5 * STEP + 3 * STEP));
  }
}
