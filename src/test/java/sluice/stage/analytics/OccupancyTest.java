package sluice.stage.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.core.Point;
import sluice.core.scene.ZoneSettings;

class OccupancyTest {
  private static final Point INSIDE = new Point(0.6f, 0.3f);

  private static ZoneSettings shop(float right) {
    return new ZoneSettings(
        "shop",
        List.of(new Point(0, 0), new Point(right, 0), new Point(right, 1)),
        Set.of(),
        Duration.ZERO,
        Duration.ZERO,
        Optional.empty(),
        OptionalInt.empty());
  }

  @Test
  void zoneThatChanges_isToldToBeEmpty_beforeItIsCountedAnew() {
    SceneAnalyzer analyzer = new SceneAnalyzer(List.of(), List.of(shop(1)));
    analyzer.seen(1L, "person", 0, INSIDE, 1);
    analyzer.advance(0);
    assertThat(counts(analyzer)).containsExactly(Map.of("person", 1));

    analyzer.configure(List.of(), List.of(shop(0.9f)));
    analyzer.seen(1L, "person", 1, INSIDE, 1);
    analyzer.advance(1);
    assertThat(counts(analyzer)).containsExactly(Map.of(), Map.of("person", 1));

    analyzer.configure(List.of(), List.of());
    assertThat(counts(analyzer)).containsExactly(Map.of());
  }

  @Test
  void emptyZoneThatGoes_tellsNothing() {
    SceneAnalyzer analyzer = new SceneAnalyzer(List.of(), List.of(shop(1)));
    analyzer.advance(0);
    analyzer.configure(List.of(), List.of());
    assertThat(analyzer.drain()).isEmpty();
  }

  private static List<Map<String, Integer>> counts(SceneAnalyzer analyzer) {
    return analyzer.drain().stream()
        .filter(MonitorEvent.OccupancyChanged.class::isInstance)
        .map(MonitorEvent.OccupancyChanged.class::cast)
        .map(MonitorEvent.OccupancyChanged::counts)
        .toList();
  }
}
