package sluice.core.scene;

import java.util.List;
import sluice.core.Point;

/** What is wrong with the shape of a polygon, if anything. */
public final class PolygonShape {
  private static final double LEAST_EXTENT = 1e-6;

  private PolygonShape() {}

  /** Whether its points don't all lie on one line. */
  public static boolean hasArea(List<Point> points) {
    Point first = points.getFirst();
    for (Point one : points) {
      for (Point other : points) {
        if (Math.abs(turn(first, one, other)) > LEAST_EXTENT) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether two of its edges that aren't neighbours meet. */
  public static boolean cutsItself(List<Point> points) {
    int count = points.size();
    for (int i = 0; i < count; i++) {
      for (int j = i + 2; j < count; j++) {
        boolean neighbours = i == 0 && j == count - 1;
        if (!neighbours
            && meet(
                points.get(i),
                points.get((i + 1) % count),
                points.get(j),
                points.get((j + 1) % count))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean meet(Point a, Point b, Point c, Point d) {
    double one = turn(a, b, c);
    double two = turn(a, b, d);
    double three = turn(c, d, a);
    double four = turn(c, d, b);
    if (one == 0 && two == 0) {
      return spansMeet(a.x(), b.x(), c.x(), d.x()) && spansMeet(a.y(), b.y(), c.y(), d.y());
    }
    return one * two <= 0 && three * four <= 0;
  }

  private static boolean spansMeet(float a, float b, float c, float d) {
    return Math.min(a, b) <= Math.max(c, d) && Math.min(c, d) <= Math.max(a, b);
  }

  /** Twice the area of a triangle, negative where it is walked the other way round. */
  private static double turn(Point a, Point b, Point c) {
    return ((double) b.x() - a.x()) * ((double) c.y() - a.y())
        - ((double) b.y() - a.y()) * ((double) c.x() - a.x());
  }
}
