package sluice.app.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.core.Direction;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.EndReason;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;
import sluice.http.api.ScenePort.Occupancy;
import sluice.testing.SceneSamples;

class StreamScenesTest {
  private static final LineSettings GATE =
      LineSettings.of("gate", new Point(0, 0.5f), new Point(1, 0.5f));
  private static final ZoneSettings SHOP =
      ZoneSettings.of("shop", List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1)));
  private static final SceneSettings WATCHED = SceneSettings.of(List.of(GATE), List.of(SHOP));

  private Instant now = Instant.parse("2026-11-20T09:00:00Z");
  private final List<SceneEvent> told = new ArrayList<>();
  private final StreamScenes scenes = new StreamScenes(() -> now, id -> told::add);

  private RunScene run() {
    RunScene run = scenes.forRun("yard");
    run.watching(WATCHED);
    return run;
  }

  private List<Long> present() {
    return scenes.objects("yard").now().stream().map(ObjectReport::id).toList();
  }

  private List<Long> ended() {
    return scenes.objects("yard").recent().stream().map(ObjectReport::id).toList();
  }

  @Test
  void objects_areThereUntilTheirEnd_andThenAmongTheRecent() {
    RunScene run = run();
    run.happened(SceneSamples.start(1, "person"));
    run.happened(SceneSamples.start(2, "dog"));
    assertThat(present()).containsExactly(1L, 2L);

    run.happened(SceneSamples.end(1, "person"));
    run.happened(SceneSamples.end(2, "dog"));

    assertThat(present()).isEmpty();
    assertThat(ended()).containsExactly(2L, 1L);
    assertThat(told).hasSize(4);
  }

  @Test
  void recentObjects_areThoseOfTheLastHour_andAtMostAThousand() {
    RunScene run = run();
    run.happened(SceneSamples.end(1, "person"));
    now = now.plus(Duration.ofMinutes(40));
    run.happened(SceneSamples.end(2, "person"));
    now = now.plus(Duration.ofMinutes(21));
    assertThat(ended()).containsExactly(2L);

    for (long id = 3; id < 1_200; id++) {
      run.happened(SceneSamples.end(id, "person"));
    }
    assertThat(ended()).hasSize(ObjectRegistry.MOST_KEPT).startsWith(1_199L, 1_198L);
  }

  @Test
  void endOfARun_endsWhatItLeft_andEmptiesZones_once() {
    RunScene run = run();
    run.happened(SceneSamples.start(1, "person"));
    run.happened(SceneSamples.occupied("shop", Map.of("person", 1), true));
    assertThat(scenes.occupancy("yard"))
        .containsEntry("shop", new Occupancy(Map.of("person", 1), 1, true));

    run.close();
    run.close();

    assertThat(told).hasSize(4);
    assertThat(told.get(2))
        .isInstanceOfSatisfying(
            SceneEvent.ObjectChanged.class,
            event -> {
              assertThat(event.reason()).contains(EndReason.STREAM);
              assertThat(event.timestampNanos()).isEqualTo(5_500_000_000L);
            });
    assertThat(told.get(3))
        .isInstanceOfSatisfying(
            SceneEvent.OccupancyChanged.class, event -> assertThat(event.total()).isZero());
    assertThat(present()).isEmpty();
    assertThat(ended()).containsExactly(1L);
    assertThat(scenes.occupancy("yard")).isEmpty();
  }

  @Test
  void runThatWasGivenUp_isNotHeardAnyMore_onceTheNextBegan() {
    RunScene stuck = run();
    stuck.happened(SceneSamples.start(1, "person"));
    RunScene next = run();
    assertThat(present()).isEmpty();
    next.happened(SceneSamples.start(2, "person"));
    int before = told.size();

    stuck.happened(SceneSamples.start(3, "person"));
    stuck.watching(SceneSettings.NONE);
    stuck.close();

    assertThat(told).hasSize(before);
    assertThat(present()).containsExactly(2L);
  }

  @Test
  void counts_outliveRuns_butNotTheStream() {
    run().memory().counts().add("gate", Direction.IN, "person");
    long id = run().memory().nextId();
    run();
    assertThat(scenes.crossings("yard"))
        .isEqualTo(Map.of("gate", Map.of(Direction.IN, Map.of("person", 1L))));

    scenes.forget("yard");

    assertThat(scenes.crossings("yard")).isEmpty();
    assertThat(scenes.objects("yard").recent()).isEmpty();
    assertThat(run().memory().nextId()).isEqualTo(id);
  }

  @Test
  void countsOfLinesThatAreGone_areForgotten() {
    RunScene run = run();
    run.memory().counts().add("gate", Direction.IN, "person");
    run.memory().counts().add("old", Direction.IN, "person");

    run.watching(WATCHED);

    assertThat(scenes.crossings("yard")).containsOnlyKeys("gate");
  }

  @Test
  void zoneThatIsNotWatchedAnyMore_isEmpty_andStaysSo() {
    RunScene run = run();
    run.happened(SceneSamples.occupied("shop", Map.of("person", 1), false));

    run.watching(
        new SceneSettings(
            Optional.of(true), Map.of("gate", GATE), Map.of(), ObjectSettings.DEFAULT));
    run.happened(SceneSamples.occupied("shop", Map.of("person", 2), false));

    assertThat(scenes.occupancy("yard")).isEmpty();
    assertThat(told).hasSize(2);
  }

  @Test
  void reset_isOfOneLine_orOfAll() {
    RunScene run = run();
    for (String line : List.of("gate", "door")) {
      run.memory().counts().add(line, Direction.OUT, "person");
    }
    scenes.reset("yard", Optional.of("gate"));
    assertThat(scenes.crossings("yard")).containsOnlyKeys("door");
    scenes.reset("yard", Optional.empty());
    assertThat(scenes.crossings("yard")).isEmpty();
    scenes.reset("unknown", Optional.empty());
    assertThat(scenes.crossings("unknown")).isEmpty();
  }

  @Test
  void keepOnly_forgetsOtherStreams() {
    run().memory().counts().add("gate", Direction.IN, "person");
    scenes.keepOnly(Set.of("yard"));
    assertThat(scenes.crossings("yard")).isNotEmpty();
    scenes.keepOnly(Set.of());
    assertThat(scenes.crossings("yard")).isEmpty();
  }

  @Test
  void streamWithoutAScene_hasNothing() {
    assertThat(scenes.objects("yard").now()).isEmpty();
    assertThat(scenes.occupancy("yard")).isEmpty();
  }
}
