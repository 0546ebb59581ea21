package sluice.demo;

/**
 * An axis-aligned ellipse.
 *
 * @param center its middle
 * @param halfWidth pixels, above 0
 * @param halfHeight pixels, above 0
 */
record Ellipse(Point center, double halfWidth, double halfHeight) implements Shape {

  /**
   * To the first order near the edge: the value of the implicit equation over the length of its
   * gradient (Taubin 1991).
   */
  @Override
  public double distance(double x, double y) {
    double u = (x - center.x()) / halfWidth;
    double v = (y - center.y()) / halfHeight;
    double radius = Math.sqrt(u * u + v * v);
    double slopeX = u / halfWidth;
    double slopeY = v / halfHeight;
    double slope = Math.sqrt(slopeX * slopeX + slopeY * slopeY);
    return slope == 0 ? -Math.min(halfWidth, halfHeight) : (radius - 1) * radius / slope;
  }

  @Override
  public Extent extent() {
    return Extent.around(center, halfWidth, halfHeight);
  }
}
