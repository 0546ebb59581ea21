package sluice.demo;

/**
 * A tapered capsule, a line with round ends whose thickness changes linearly: a limb.
 *
 * @param from one end
 * @param to the other end, elsewhere
 * @param fromRadius half the thickness at {@code from}, pixels
 * @param toRadius half the thickness at {@code to}, pixels
 */
record Capsule(Point from, Point to, double fromRadius, double toRadius) implements Shape {

  @Override
  public double distance(double x, double y) {
    double share = Segment.nearestShare(from, to, x, y);
    return Math.sqrt(Segment.squaredDistance(from, to, x, y))
        - (fromRadius + share * (toRadius - fromRadius));
  }

  @Override
  public Extent extent() {
    return Extent.around(from, fromRadius, fromRadius).with(Extent.around(to, toRadius, toRadius));
  }
}
