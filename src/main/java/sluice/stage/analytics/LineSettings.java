package sluice.stage.analytics;

import java.time.Duration;
import java.util.Set;
import sluice.core.Point;

/**
 * A line that objects cross.
 *
 * @param name unique among a stream's lines
 * @param from where its arrow begins
 * @param to where it ends, another point
 * @param directions the ways that are counted and told, one at least
 * @param margin a point nearer to the line than this is on neither side; in heights of the picture
 * @param confirm how long an object must stay beyond the margin before its crossing counts; where
 *     this isn't 0, it must also be seen there twice
 */
public record LineSettings(
    String name, Point from, Point to, Set<Direction> directions, double margin, Duration confirm) {

  /** Keeps a copy of the directions. */
  public LineSettings {
    directions = Set.copyOf(directions);
  }
}
