package sluice.stage.analytics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.core.Point;

/**
 * Tells what objects do at a stream's lines and in its zones. Pure: the same points give the same
 * events on every run. For one thread.
 */
public final class SceneAnalyzer {
  private final List<LineMonitor> lines;
  private final List<ZoneMonitor> zones;
  private final List<SceneEvent> events = new ArrayList<>();

  /** Nothing has been seen yet. */
  public SceneAnalyzer(List<LineSettings> lines, List<ZoneSettings> zones) {
    this.lines = lines.stream().map(LineMonitor::new).toList();
    this.zones = zones.stream().map(ZoneMonitor::new).toList();
  }

  /**
   * An object was seen. Times of an object don't go back.
   *
   * @param object its id
   * @param time of the media, in nanoseconds
   * @param at its anchor
   * @param aspect the displayed picture's width by its height
   */
  public void seen(long object, long time, Point at, double aspect) {
    for (LineMonitor line : lines) {
      line.seen(object, time, at, aspect, events);
    }
    for (ZoneMonitor zone : zones) {
      zone.seen(object, time, at, events);
    }
  }

  /** An object won't come again. */
  public void ended(long object) {
    for (LineMonitor line : lines) {
      line.ended(object);
    }
    for (ZoneMonitor zone : zones) {
      zone.ended(object, events);
    }
  }

  /** What happened since this was asked last, in the order of the media's time. */
  public List<SceneEvent> drain() {
    List<SceneEvent> happened = new ArrayList<>(events);
    happened.sort(Comparator.comparingLong(SceneEvent::time));
    events.clear();
    return happened;
  }
}
