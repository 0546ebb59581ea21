package sluice.stage.analytics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.core.Point;
import sluice.core.scene.ZoneSettings;

/**
 * Watches one zone. It is judged by the points where objects are seen, not by the path between
 * them: who is unseen has not left. For one thread.
 */
final class ZoneMonitor {
  private final ZoneSettings settings;
  private final Polygon polygon;
  private final Occupancy occupancy;
  private final Map<Long, Stay> stays = new TreeMap<>();

  /** Media time of the last frame, in nanoseconds. */
  private long advanced;

  ZoneMonitor(ZoneSettings settings) {
    this.settings = settings;
    occupancy = new Occupancy(settings);
    polygon = new Polygon(settings.points());
  }

  ZoneSettings settings() {
    return settings;
  }

  /** An object was seen. */
  void seen(Long object, String label, long time, Point at, List<MonitorEvent> events) {
    if (!settings.labels().isEmpty() && !settings.labels().contains(label)) {
      return;
    }
    boolean inside = polygon.contains(at);
    Stay stay = stays.get(object);
    if (stay == null) {
      if (!inside) {
        return;
      }
      stay = new Stay(label, time);
      stays.put(object, stay);
    }
    if (stay.isIn) {
      stay(object, stay, time, inside, events);
    } else {
      enter(object, stay, time, inside, events);
    }
  }

  private void enter(Long object, Stay stay, long time, boolean inside, List<MonitorEvent> events) {
    if (!inside) {
      stays.remove(object);
      return;
    }
    stay.seen++;
    stay.lastInside = time;
    long confirm = settings.confirm().toNanos();
    if (confirm == 0 || (time - stay.since >= confirm && stay.seen >= 2)) {
      stay.isIn = true;
      events.add(new MonitorEvent.ZoneEntered(object, settings.name(), stay.since));
      dwell(object, stay, time, events);
    }
  }

  private void stay(Long object, Stay stay, long time, boolean inside, List<MonitorEvent> events) {
    if (inside) {
      stay.lastInside = time;
      stay.outside = null;
      dwell(object, stay, time, events);
      return;
    }
    if (stay.outside == null) {
      stay.outside = time;
    }
    if (time - stay.outside >= settings.leave().toNanos()) {
      leave(object, stay, false, events);
    }
  }

  private void dwell(Long object, Stay stay, long time, List<MonitorEvent> events) {
    if (!stay.isDwellTold
        && settings.dwell().isPresent()
        && time - stay.since >= settings.dwell().get().toNanos()) {
      stay.isDwellTold = true;
      events.add(new MonitorEvent.ZoneDwelled(object, settings.name(), time, stay.since));
    }
  }

  private void leave(Long object, Stay stay, boolean ended, List<MonitorEvent> events) {
    stays.remove(object);
    events.add(
        new MonitorEvent.ZoneLeft(object, settings.name(), stay.lastInside, stay.since, ended));
  }

  /** An object won't come again: if it was inside, it left when it was last seen there. */
  void ended(Long object, List<MonitorEvent> events) {
    Stay stay = stays.get(object);
    if (stay != null && stay.isIn) {
      leave(object, stay, true, events);
    } else {
      stays.remove(object);
    }
  }

  /**
   * Nobody is watched any more: who was inside has left when it was last seen there, and the zone
   * is empty.
   */
  void clear(List<MonitorEvent> events) {
    for (Long object : List.copyOf(stays.keySet())) {
      ended(object, events);
    }
    MonitorEvent.OccupancyChanged change = occupancy.clear(advanced);
    if (change != null) {
      events.add(change);
    }
  }

  /** Looks at the number of those inside. */
  void advance(long time, List<MonitorEvent> events) {
    advanced = time;
    List<String> labels = new ArrayList<>();
    for (Stay stay : stays.values()) {
      if (stay.isIn) {
        labels.add(stay.label);
      }
    }
    MonitorEvent.OccupancyChanged change = occupancy.update(time, labels);
    if (change != null) {
      events.add(change);
    }
  }

  /**
   * The next time at which there is something to tell although nobody moves.
   *
   * @param after only what is due later than this
   * @return media time in nanoseconds; {@link Long#MAX_VALUE} for none
   */
  long due(long after) {
    long due = occupancy.due();
    due = due > after ? due : Long.MAX_VALUE;
    for (Stay stay : stays.values()) {
      long own = due(stay);
      due = own > after ? Math.min(due, own) : due;
    }
    return due;
  }

  private long due(Stay stay) {
    if (!stay.isIn) {
      return stay.since + settings.confirm().toNanos();
    }
    if (stay.outside != null) {
      return stay.outside + settings.leave().toNanos();
    }
    return stay.isDwellTold
        ? Long.MAX_VALUE
        : settings.dwell().map(dwell -> stay.since + dwell.toNanos()).orElse(Long.MAX_VALUE);
  }

  int occupancy() {
    return occupancy.total();
  }

  boolean isCrowded() {
    return occupancy.isCrowded();
  }

  /** Since when an object is inside, in nanoseconds of media time; null if it isn't. */
  @Nullable Long since(Long object) {
    Stay stay = stays.get(object);
    return stay != null && stay.isIn ? stay.since : null;
  }

  private static final class Stay {
    private final String label;
    private final long since;
    private long lastInside;
    private int seen;
    private boolean isIn;
    private boolean isDwellTold;
    private @Nullable Long outside;

    Stay(String label, long since) {
      this.label = label;
      this.since = since;
      lastInside = since;
    }
  }
}
