package sluice.core.scene;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import sluice.core.Direction;
import sluice.core.Point;

/**
 * A line that objects cross.
 *
 * @param name unique among a stream's lines
 * @param from where its arrow begins
 * @param to where it ends, another point
 * @param directions the ways that are counted and told, one at least
 * @param inName what a crossing inwards is called, such as "entering"
 * @param outName what a crossing outwards is called
 * @param labels of the objects that count; empty: all
 * @param margin a point nearer to the line than this is on neither side; in heights of the picture
 * @param confirm how long an object must stay beyond the margin before its crossing counts; where
 *     this isn't 0, it must also be seen there twice
 */
public record LineSettings(
    String name,
    Point from,
    Point to,
    Set<Direction> directions,
    Optional<String> inName,
    Optional<String> outName,
    Set<String> labels,
    double margin,
    Duration confirm) {

  /** The default of {@link #margin}. */
  public static final double DEFAULT_MARGIN = 0.01;

  /** The default of {@link #confirm}. */
  public static final Duration DEFAULT_CONFIRM = Duration.ofMillis(200);

  /** Keeps copies of the sets. */
  public LineSettings {
    directions = Set.copyOf(directions);
    labels = Set.copyOf(labels);
  }

  /** A line of which all but its ends is at its default. */
  public static LineSettings of(String name, Point from, Point to) {
    return new LineSettings(
        name,
        from,
        to,
        Set.of(Direction.values()),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        DEFAULT_MARGIN,
        DEFAULT_CONFIRM);
  }

  /** What a crossing in a direction is called, where it has a name. */
  public Optional<String> called(Direction direction) {
    return direction == Direction.IN ? inName : outName;
  }
}
