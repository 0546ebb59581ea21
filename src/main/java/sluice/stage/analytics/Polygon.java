package sluice.stage.analytics;

import java.util.List;
import sluice.core.Point;

/**
 * A polygon of a picture, with its edges. Where it cuts itself, the even-odd rule holds (as in
 * Shimrat's crossing number, CACM 5(8), 1962, with edges taken in first).
 */
public final class Polygon {
  private final double[] xs;
  private final double[] ys;
  private final double left;
  private final double top;
  private final double right;
  private final double bottom;

  /** A polygon of three corners at least. */
  public Polygon(List<Point> corners) {
    xs = corners.stream().mapToDouble(Point::x).toArray();
    ys = corners.stream().mapToDouble(Point::y).toArray();
    left = corners.stream().mapToDouble(Point::x).min().orElseThrow();
    right = corners.stream().mapToDouble(Point::x).max().orElseThrow();
    top = corners.stream().mapToDouble(Point::y).min().orElseThrow();
    bottom = corners.stream().mapToDouble(Point::y).max().orElseThrow();
  }

  /** Whether a point is inside or on an edge. */
  public boolean contains(Point point) {
    double x = point.x();
    double y = point.y();
    if (x < left || x > right || y < top || y > bottom) {
      return false;
    }
    boolean inside = false;
    int before = xs.length - 1;
    for (int i = 0; i < xs.length; before = i++) {
      if (isOnEdge(before, i, x, y)) {
        return true;
      }
      boolean spans = (ys[i] > y) != (ys[before] > y);
      if (spans && x < xs[i] + (xs[before] - xs[i]) * (y - ys[i]) / (ys[before] - ys[i])) {
        inside = !inside;
      }
    }
    return inside;
  }

  private boolean isOnEdge(int one, int other, double x, double y) {
    double cross = (xs[other] - xs[one]) * (y - ys[one]) - (ys[other] - ys[one]) * (x - xs[one]);
    return cross == 0
        && x >= Math.min(xs[one], xs[other])
        && x <= Math.max(xs[one], xs[other])
        && y >= Math.min(ys[one], ys[other])
        && y <= Math.max(ys[one], ys[other]);
  }
}
