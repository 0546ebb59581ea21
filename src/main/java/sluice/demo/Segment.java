package sluice.demo;

/** A line segment between two different points. */
final class Segment {

  private Segment() {}

  /** Where on the line the point nearest to (x, y) lies: 0 at its start, 1 at its end. */
  static double nearestShare(Point from, Point to, double x, double y) {
    double alongX = to.x() - from.x();
    double alongY = to.y() - from.y();
    double projected = (x - from.x()) * alongX + (y - from.y()) * alongY;
    return Math.clamp(projected / (alongX * alongX + alongY * alongY), 0.0, 1.0);
  }

  /** The square of the distance from (x, y) to the line. */
  static double squaredDistance(Point from, Point to, double x, double y) {
    double share = nearestShare(from, to, x, y);
    double dx = x - from.x() - share * (to.x() - from.x());
    double dy = y - from.y() - share * (to.y() - from.y());
    return dx * dx + dy * dy;
  }
}
