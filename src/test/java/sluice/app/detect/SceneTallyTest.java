package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.app.detect.SceneSummary.LineSummary;
import sluice.app.detect.SceneSummary.ZoneSummary;
import sluice.core.Box;
import sluice.core.Direction;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ObjectReport;
import sluice.core.scene.SceneEvent.EndReason;
import sluice.core.scene.SceneEvent.LineCrossed;
import sluice.core.scene.SceneEvent.ObjectChanged;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneEvent.ObjectReference;
import sluice.core.scene.SceneEvent.OccupancyChanged;
import sluice.core.scene.SceneEvent.ZoneChanged;
import sluice.core.scene.SceneEvent.ZonePhase;
import sluice.core.scene.SceneSettings;
import sluice.core.scene.ZoneSettings;

class SceneTallyTest {
  private static final Box BOX = new Box(0, 0, 1, 1);
  private static final ObjectReference WHO = new ObjectReference(1, "person", BOX);

  private final SceneTally tally =
      new SceneTally(
          SceneSettings.of(
              List.of(LineSettings.of("gate", new Point(0, 0), new Point(1, 1))),
              List.of(
                  ZoneSettings.of(
                      "shop", List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1))))));

  @Test
  void whereNothingIsFollowed_thereIsNoSummary() {
    assertThat(new SceneTally(SceneSettings.NONE).summary()).isEmpty();
  }

  @Test
  void whereNothingHappened_linesAndZonesAreAtNone() {
    assertThat(tally.summary())
        .contains(
            new SceneSummary(
                Map.of(),
                Map.of("gate", new LineSummary(0, 0)),
                Map.of("shop", new ZoneSummary(0, 0))));
  }

  @Test
  void objects_areCountedOnce_byTheLabelThatTheyEndWith() {
    tally.happened(object(ObjectPhase.START, "car", Optional.empty()));
    tally.happened(object(ObjectPhase.UPDATE, "bus", Optional.empty()));
    tally.happened(object(ObjectPhase.END, "bus", Optional.of(EndReason.LEFT)));

    assertThat(tally.summary().orElseThrow().objects()).containsExactly(Map.entry("bus", 1L));
  }

  @Test
  void crossings_entries_andTheGreatestOccupancy_areCounted() {
    for (Direction direction : List.of(Direction.IN, Direction.IN, Direction.OUT)) {
      tally.happened(
          new LineCrossed(0, Instant.EPOCH, "gate", direction, Optional.empty(), WHO, 0, 1, 0));
    }
    for (ZonePhase phase : ZonePhase.values()) {
      tally.happened(
          new ZoneChanged(0, Instant.EPOCH, "shop", phase, WHO, 0, Duration.ZERO, false));
    }
    for (int total : List.of(1, 3, 2)) {
      tally.happened(
          new OccupancyChanged(0, Instant.EPOCH, "shop", Map.of("person", total), total, false));
    }

    SceneSummary summary = tally.summary().orElseThrow();
    assertThat(summary.lines()).containsExactly(Map.entry("gate", new LineSummary(2, 1)));
    assertThat(summary.zones()).containsExactly(Map.entry("shop", new ZoneSummary(1, 3)));
  }

  private static ObjectChanged object(ObjectPhase phase, String label, Optional<EndReason> reason) {
    ObjectReport report =
        new ObjectReport(
            1,
            label,
            0,
            0.5f,
            0.5f,
            BOX,
            0,
            Instant.EPOCH,
            0,
            List.of(),
            List.of(),
            false,
            1,
            List.of(),
            false);
    return new ObjectChanged(0, Instant.EPOCH, phase, report, reason);
  }
}
