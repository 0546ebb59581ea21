package sluice.demo;

import java.util.Collection;
import sluice.core.Box;

/** Axis-aligned bounding box, in pixels. */
record Extent(double left, double top, double right, double bottom) {

  /** Around several; of at least one. */
  static Extent around(Collection<Extent> all) {
    return all.stream().reduce(Extent::with).orElseThrow();
  }

  static Extent around(Point center, double halfWidth, double halfHeight) {
    return new Extent(
        center.x() - halfWidth,
        center.y() - halfHeight,
        center.x() + halfWidth,
        center.y() + halfHeight);
  }

  Extent with(Extent other) {
    return new Extent(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }

  boolean meets(Extent other) {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }

  boolean contains(double x, double y) {
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  boolean isInside(Extent other) {
    return left >= other.left && top >= other.top && right <= other.right && bottom <= other.bottom;
  }

  /** In fractions of a picture of this size; what lies outside is cut off. */
  Box toBox(int width, int height) {
    return new Box(
            (float) (left / width),
            (float) (top / height),
            (float) (right / width),
            (float) (bottom / height))
        .clamp();
  }
}
