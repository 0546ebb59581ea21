package sluice.stage.objects;

import sluice.core.Direction;
import sluice.core.SceneState;
import sluice.core.SceneState.LineState;
import sluice.core.SceneState.ZoneState;
import sluice.core.scene.LineCounts;
import sluice.core.scene.SceneSettings;
import sluice.stage.analytics.SceneAnalyzer;

/** Lines and zones with their numbers, for drawing. */
final class SceneStates {
  private SceneStates() {}

  static SceneState of(SceneSettings settings, LineCounts counts, SceneAnalyzer analyzer) {
    return new SceneState(
        settings.lines().values().stream()
            .map(
                line ->
                    new LineState(
                        line.name(),
                        line.from(),
                        line.to(),
                        line.directions(),
                        counts.total(line.name(), Direction.IN),
                        counts.total(line.name(), Direction.OUT)))
            .toList(),
        settings.zones().values().stream()
            .map(
                zone ->
                    new ZoneState(
                        zone.name(),
                        zone.points(),
                        analyzer.occupancy(zone.name()),
                        analyzer.isCrowded(zone.name())))
            .toList());
  }
}
