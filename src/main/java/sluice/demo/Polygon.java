package sluice.demo;

import java.util.List;

/**
 * A simple polygon: one that doesn't intersect itself.
 *
 * @param corners in order, at least 3
 */
record Polygon(List<Point> corners) implements Shape {

  /** Keeps its own copy of the corners. */
  Polygon {
    corners = List.copyOf(corners);
  }

  /**
   * The distance to the nearest side; inside is where a ray to the right meets an odd number of
   * sides.
   */
  @Override
  public double distance(double x, double y) {
    double nearest = Double.MAX_VALUE;
    boolean inside = false;
    Point from = corners.getLast();
    for (Point to : corners) {
      nearest = Math.min(nearest, Segment.squaredDistance(from, to, x, y));
      if (from.y() > y != to.y() > y
          && x < from.x() + (y - from.y()) / (to.y() - from.y()) * (to.x() - from.x())) {
        inside = !inside;
      }
      from = to;
    }
    return inside ? -Math.sqrt(nearest) : Math.sqrt(nearest);
  }

  @Override
  public Extent extent() {
    return Extent.around(corners.stream().map(c -> Extent.around(c, 0, 0)).toList());
  }
}
