package sluice.stage.analytics;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.Point;

/**
 * A zone in which objects are.
 *
 * @param name unique among a stream's zones
 * @param corners of a polygon, three at least; its edges belong to it, and where it cuts itself the
 *     even-odd rule says what is inside
 * @param confirm how long an object must be inside before it has entered; where this isn't 0, it
 *     must also be seen there twice
 * @param leave how long it must be outside before it has left
 * @param dwell after which time inside it is told that an object stays; null for never
 */
public record ZoneSettings(
    String name, List<Point> corners, Duration confirm, Duration leave, @Nullable Duration dwell) {

  /** Keeps a copy of the corners. */
  public ZoneSettings {
    corners = List.copyOf(corners);
  }
}
