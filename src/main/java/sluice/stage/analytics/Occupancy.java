package sluice.stage.analytics;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.core.scene.ZoneSettings;

/**
 * The number of objects in a zone, by label, told once it has held for the zone's time of
 * confirmation, so that one who comes as another goes is no change. For one thread.
 */
final class Occupancy {
  private final ZoneSettings settings;
  private Map<String, Integer> told = Map.of();
  private Map<String, Integer> seen = Map.of();
  private long seenSince;

  Occupancy(ZoneSettings settings) {
    this.settings = settings;
  }

  /**
   * Looks at who is inside.
   *
   * @param inside labels of those inside, each as often as there are such objects
   * @return the change to be told; null where there is none
   */
  MonitorEvent.@Nullable OccupancyChanged update(long time, Iterable<String> inside) {
    Map<String, Integer> now = new TreeMap<>();
    inside.forEach(label -> now.merge(label, 1, Integer::sum));
    if (!now.equals(seen)) {
      seen = now;
      seenSince = time;
    }
    if (now.equals(told) || time - seenSince < settings.confirm().toNanos()) {
      return null;
    }
    told = now;
    return new MonitorEvent.OccupancyChanged(
        settings.name(), Map.copyOf(now), isCrowded(), seenSince);
  }

  /**
   * When a number that was seen is told, should it hold.
   *
   * @return media time in nanoseconds; {@link Long#MAX_VALUE} where there is nothing new
   */
  long due() {
    return seen.equals(told) ? Long.MAX_VALUE : seenSince + settings.confirm().toNanos();
  }

  /**
   * Nobody is counted any more.
   *
   * @return the change to be told; null where nobody was told to be inside
   */
  MonitorEvent.@Nullable OccupancyChanged clear(long time) {
    boolean wasEmpty = told.isEmpty();
    told = Map.of();
    seen = Map.of();
    return wasEmpty
        ? null
        : new MonitorEvent.OccupancyChanged(settings.name(), Map.of(), false, time);
  }

  /** Objects inside, as was told last. */
  int total() {
    return told.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether they are more than is wanted. */
  boolean isCrowded() {
    return settings.maxOccupancy().isPresent() && total() > settings.maxOccupancy().getAsInt();
  }
}
