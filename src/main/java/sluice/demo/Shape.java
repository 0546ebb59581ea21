package sluice.demo;

/** A filled area with a smooth edge, given by how far away its edge is. */
sealed interface Shape permits Capsule, Ellipse, Polygon {

  /** How far the edge is from a point, pixels; negative inside, exact enough near the edge. */
  double distance(double x, double y);

  /** What it covers. */
  Extent extent();
}
