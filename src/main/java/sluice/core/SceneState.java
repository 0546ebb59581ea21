package sluice.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lines and zones of a stream as they are after a frame, and what moved in it, for drawing.
 *
 * @param lines in the order of the settings
 * @param zones in the order of the settings
 * @param motion what a gate knew of motion; absent where none looks for it
 */
public record SceneState(
    List<LineState> lines, List<ZoneState> zones, Optional<MotionState> motion) {
  /** No lines, no zones. */
  public static final SceneState NONE = new SceneState(List.of(), List.of());

  /** Keeps copies of the lists. */
  public SceneState {
    lines = List.copyOf(lines);
    zones = List.copyOf(zones);
  }

  /** A scene in which nobody looks for motion. */
  public SceneState(List<LineState> lines, List<ZoneState> zones) {
    this(lines, zones, Optional.empty());
  }

  /** The same with what is known of motion. */
  public SceneState with(MotionState known) {
    return new SceneState(lines, zones, Optional.of(known));
  }

  /**
   * A line with its counts.
   *
   * @param name its name
   * @param from where its arrow begins
   * @param to where it ends
   * @param directions the ways that are counted
   * @param in crossings inwards so far, of all labels
   * @param out crossings outwards so far, of all labels
   */
  public record LineState(
      String name, Point from, Point to, Set<Direction> directions, long in, long out) {

    /** Keeps a copy of the directions. */
    public LineState {
      directions = Set.copyOf(directions);
    }
  }

  /**
   * A zone with who is in it.
   *
   * @param name its name
   * @param points its corners
   * @param occupancy objects inside
   * @param crowded whether they are more than is wanted
   */
  public record ZoneState(String name, List<Point> points, int occupancy, boolean crowded) {

    /** Keeps a copy of the corners. */
    public ZoneState {
      points = List.copyOf(points);
    }
  }
}
