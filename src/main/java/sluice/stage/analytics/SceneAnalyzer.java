package sluice.stage.analytics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import sluice.core.ObjectState.ZoneStay;
import sluice.core.Point;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ZoneSettings;

/**
 * Tells what objects do at a stream's lines and in its zones. Pure: the same points give the same
 * events on every run. For one thread.
 */
public final class SceneAnalyzer {
  private List<LineMonitor> lines = List.of();
  private List<ZoneMonitor> zones = List.of();
  private final List<MonitorEvent> events = new ArrayList<>();

  /** Nothing has been seen yet. */
  public SceneAnalyzer(Collection<LineSettings> lines, Collection<ZoneSettings> zones) {
    configure(lines, zones);
  }

  /**
   * Watches other lines and zones from now on. Those that are the same go on as they were; who was
   * in a zone that is another one now, or gone, has left it.
   */
  public void configure(Collection<LineSettings> newLines, Collection<ZoneSettings> newZones) {
    lines = reused(lines, LineMonitor::settings, newLines, LineMonitor::new);
    List<ZoneMonitor> zonesBefore = zones;
    zones = reused(zonesBefore, ZoneMonitor::settings, newZones, ZoneMonitor::new);
    zonesBefore.stream().filter(zone -> !zones.contains(zone)).forEach(zone -> zone.clear(events));
  }

  /** A monitor for each of the settings: the one before where there is one, else a new one. */
  private static <S, M> List<M> reused(
      List<M> before, Function<M, S> settingsOf, Collection<S> wanted, Function<S, M> make) {
    return wanted.stream()
        .map(
            settings ->
                before.stream()
                    .filter(monitor -> settingsOf.apply(monitor).equals(settings))
                    .findFirst()
                    .orElseGet(() -> make.apply(settings)))
        .toList();
  }

  /**
   * An object was seen. Times of an object don't go back.
   *
   * @param object its id, boxed once by its owner, as it is a key of many maps
   * @param label its class
   * @param time of the media, in nanoseconds
   * @param at its anchor
   * @param aspect the displayed picture's width by its height
   */
  public void seen(Long object, String label, long time, Point at, double aspect) {
    for (LineMonitor line : lines) {
      line.seen(object, label, time, at, aspect, events);
    }
    for (ZoneMonitor zone : zones) {
      zone.seen(object, label, time, at, events);
    }
  }

  /** An object won't come again. */
  public void ended(Long object) {
    for (LineMonitor line : lines) {
      line.ended(object);
    }
    for (ZoneMonitor zone : zones) {
      zone.ended(object, events);
    }
  }

  /** All objects of a frame were seen: looks at the numbers in the zones. */
  public void advance(long time) {
    for (ZoneMonitor zone : zones) {
      zone.advance(time, events);
    }
  }

  /**
   * The next time at which there is something to tell although nobody moves: a number that has held
   * for its time, a stay that lasts, an entry, an exit or a crossing that is confirmed.
   *
   * @param after only what is due later than this: the last frame's time
   * @return media time in nanoseconds; {@link Long#MAX_VALUE} for none
   */
  public long due(long after) {
    long due = Long.MAX_VALUE;
    for (LineMonitor line : lines) {
      due = Math.min(due, line.due(after));
    }
    for (ZoneMonitor zone : zones) {
      due = Math.min(due, zone.due(after));
    }
    return due;
  }

  /** What happened since this was asked last, in the order of the media's time. */
  public List<MonitorEvent> drain() {
    if (events.isEmpty()) {
      return List.of();
    }
    List<MonitorEvent> happened = new ArrayList<>(events);
    happened.sort(Comparator.comparingLong(MonitorEvent::time));
    events.clear();
    return happened;
  }

  /** The zones that an object is in, with the time since it entered. */
  public List<ZoneStay> staysOf(Long object, long time) {
    List<ZoneStay> stays = null;
    for (ZoneMonitor zone : zones) {
      Long since = zone.since(object);
      if (since != null) {
        stays = stays == null ? new ArrayList<>(zones.size()) : stays;
        stays.add(new ZoneStay(zone.settings().name(), Duration.ofNanos(time - since)));
      }
    }
    return stays == null ? List.of() : stays;
  }

  /** Objects in a zone as was told last; 0 where there is no such zone. */
  public int occupancy(String zone) {
    return zones.stream()
        .filter(each -> each.settings().name().equals(zone))
        .mapToInt(ZoneMonitor::occupancy)
        .sum();
  }

  /** Whether more objects than wanted are in a zone. */
  public boolean isCrowded(String zone) {
    return zones.stream().anyMatch(each -> each.settings().name().equals(zone) && each.isCrowded());
  }
}
