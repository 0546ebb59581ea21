package sluice.demo;

/** A filled shape with an antialiased edge, given by its signed distance function. */
sealed interface Shape permits Capsule, Ellipse, Polygon {

  /** How far the edge is from a point, pixels; negative inside, exact enough near the edge. */
  double distance(double x, double y);

  /** What it covers. */
  Extent extent();
}
