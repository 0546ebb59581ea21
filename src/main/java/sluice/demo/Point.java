package sluice.demo;

/** A point of the picture in pixels; y grows downwards. */
record Point(double x, double y) {

  Point plus(double dx, double dy) {
    return new Point(x + dx, y + dy);
  }

  /**
   * The point that lies this far away in a direction given by its angle from straight down, towards
   * {@code side} (1 or -1).
   */
  Point along(double angle, double length, int side) {
    return plus(side * StrictMath.sin(angle) * length, StrictMath.cos(angle) * length);
  }

  Point middle(Point other) {
    return new Point((x + other.x) / 2, (y + other.y) / 2);
  }
}
