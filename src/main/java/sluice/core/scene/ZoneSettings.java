package sluice.core.scene;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import sluice.core.Point;

/**
 * A zone in which objects are.
 *
 * @param name unique among a stream's zones
 * @param points corners of a polygon, three at least; its edges belong to it, and where it cuts
 *     itself the even-odd rule says what is inside
 * @param labels of the objects that count; empty: all
 * @param confirm how long an object must be inside before it has entered; where this isn't 0, it
 *     must also be seen there twice. A number of objects is told once it has held for as long
 * @param leave how long it must be outside before it has left
 * @param dwell after which time inside it is told that an object stays; absent: never
 * @param maxOccupancy with more objects than this the zone is crowded; absent: it never is
 */
public record ZoneSettings(
    String name,
    List<Point> points,
    Set<String> labels,
    Duration confirm,
    Duration leave,
    Optional<Duration> dwell,
    OptionalInt maxOccupancy) {

  /** The default of {@link #confirm}. */
  public static final Duration DEFAULT_CONFIRM = Duration.ofMillis(300);

  /** The default of {@link #leave}. */
  public static final Duration DEFAULT_LEAVE = Duration.ofMillis(500);

  /** Keeps copies of points and labels. */
  public ZoneSettings {
    points = List.copyOf(points);
    labels = Set.copyOf(labels);
  }

  /** A zone of which all but its corners is at its default. */
  public static ZoneSettings of(String name, List<Point> points) {
    return new ZoneSettings(
        name,
        points,
        Set.of(),
        DEFAULT_CONFIRM,
        DEFAULT_LEAVE,
        Optional.empty(),
        OptionalInt.empty());
  }
}
