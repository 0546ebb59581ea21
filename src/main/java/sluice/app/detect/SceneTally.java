package sluice.app.detect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.app.detect.SceneSummary.LineSummary;
import sluice.app.detect.SceneSummary.ZoneSummary;
import sluice.core.Direction;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneEvent.ZonePhase;
import sluice.core.scene.SceneListener;
import sluice.core.scene.SceneSettings;

/** Counts what happens in the scene of an input, for its summary. Thread-safe. */
final class SceneTally implements SceneListener {
  private final boolean tracked;
  private final Map<String, Long> objects = new TreeMap<>();
  private final Map<String, LineSummary> lines = new LinkedHashMap<>();
  private final Map<String, ZoneSummary> zones = new LinkedHashMap<>();

  /** A tally of a scene in which nothing has happened. */
  SceneTally(SceneSettings settings) {
    tracked = settings.isTracked();
    settings.lines().keySet().forEach(name -> lines.put(name, new LineSummary(0, 0)));
    settings.zones().keySet().forEach(name -> zones.put(name, new ZoneSummary(0, 0)));
  }

  @Override
  public synchronized void happened(SceneEvent event) {
    switch (event) {
      case SceneEvent.ObjectChanged change -> {
        // At its end, as only then its label changes no more.
        if (change.phase() == ObjectPhase.END) {
          objects.merge(change.object().label(), 1L, Long::sum);
        }
      }
      case SceneEvent.LineCrossed crossed ->
          lines.merge(
              crossed.line(),
              crossed.direction() == Direction.IN ? new LineSummary(1, 0) : new LineSummary(0, 1),
              LineSummary::plus);
      case SceneEvent.ZoneChanged change -> {
        if (change.phase() == ZonePhase.ENTER) {
          zones.merge(change.zone(), new ZoneSummary(1, 0), ZoneSummary::plus);
        }
      }
      case SceneEvent.OccupancyChanged change ->
          zones.merge(change.zone(), new ZoneSummary(0, change.total()), ZoneSummary::plus);
      case SceneEvent.EventChanged _ -> {}
    }
  }

  /** What was counted so far; absent where objects are not followed. */
  synchronized Optional<SceneSummary> summary() {
    return tracked ? Optional.of(new SceneSummary(objects, lines, zones)) : Optional.empty();
  }
}
