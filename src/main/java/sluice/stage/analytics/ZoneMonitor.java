package sluice.stage.analytics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.Point;

/**
 * Watches one zone. It is judged by the points where objects are seen, not by the path between
 * them: who is unseen has not left. For one thread.
 */
final class ZoneMonitor {
  private final ZoneSettings settings;
  private final Polygon polygon;
  private final Map<Long, Stay> stays = new HashMap<>();

  ZoneMonitor(ZoneSettings settings) {
    this.settings = settings;
    polygon = new Polygon(settings.corners());
  }

  ZoneSettings settings() {
    return settings;
  }

  /** An object was seen. */
  void seen(long object, long time, Point at, List<SceneEvent> events) {
    boolean inside = polygon.contains(at);
    Stay stay = stays.get(object);
    if (stay == null) {
      if (!inside) {
        return;
      }
      stay = new Stay(time);
      stays.put(object, stay);
    }
    if (stay.isIn) {
      stay(object, stay, time, inside, events);
    } else {
      enter(object, stay, time, inside, events);
    }
  }

  private void enter(long object, Stay stay, long time, boolean inside, List<SceneEvent> events) {
    if (!inside) {
      stays.remove(object);
      return;
    }
    stay.seen++;
    stay.lastInside = time;
    long confirm = settings.confirm().toNanos();
    if (confirm == 0 || (time - stay.since >= confirm && stay.seen >= 2)) {
      stay.isIn = true;
      events.add(new SceneEvent.ZoneEntered(object, settings.name(), stay.since));
      dwell(object, stay, time, events);
    }
  }

  private void stay(long object, Stay stay, long time, boolean inside, List<SceneEvent> events) {
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

  private void dwell(long object, Stay stay, long time, List<SceneEvent> events) {
    if (settings.dwell() != null
        && !stay.isDwellTold
        && time - stay.since >= settings.dwell().toNanos()) {
      stay.isDwellTold = true;
      events.add(new SceneEvent.ZoneDwelled(object, settings.name(), time, stay.since));
    }
  }

  private void leave(long object, Stay stay, boolean ended, List<SceneEvent> events) {
    stays.remove(object);
    events.add(
        new SceneEvent.ZoneLeft(object, settings.name(), stay.lastInside, stay.since, ended));
  }

  /** An object won't come again: if it was inside, it left when it was last seen there. */
  void ended(long object, List<SceneEvent> events) {
    Stay stay = stays.get(object);
    if (stay != null && stay.isIn) {
      leave(object, stay, true, events);
    } else {
      stays.remove(object);
    }
  }

  /** Whether an object is inside. */
  boolean holds(long object) {
    Stay stay = stays.get(object);
    return stay != null && stay.isIn;
  }

  /** Since when an object is inside, in nanoseconds of media time; null if it isn't. */
  @Nullable Long since(long object) {
    Stay stay = stays.get(object);
    return stay != null && stay.isIn ? stay.since : null;
  }

  /** Ids of those that are inside or about to be. */
  Set<Long> present() {
    return stays.keySet();
  }

  private static final class Stay {
    private final long since;
    private long lastInside;
    private int seen;
    private boolean isIn;
    private boolean isDwellTold;
    private @Nullable Long outside;

    Stay(long since) {
      this.since = since;
      lastInside = since;
    }
  }
}
