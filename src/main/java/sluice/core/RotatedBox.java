package sluice.core;

import java.util.List;

/**
 * The rotated box of an object. Corners rather than an angle, as they stay true in pictures of any
 * proportions; they may lie outside the picture.
 *
 * @param corners four, clockwise as one sees them: the upper left one of the box before it was
 *     turned, its upper right, lower right and lower left one
 */
public record RotatedBox(List<Point> corners) implements Shape {
  private static final int CORNERS = 4;

  /** Keeps its own copy; refuses another number of corners than four. */
  public RotatedBox {
    corners = List.copyOf(corners);
    if (corners.size() != CORNERS) {
      throw new IllegalArgumentException(corners.size() + " corners of a box");
    }
  }

  /**
   * The angle by which the side between the first two corners is turned from the horizontal, in
   * radians, clockwise as one sees it: more than -π/2, at most π/2.
   *
   * @param width of the displayed picture, pixels
   * @param height of the displayed picture, pixels
   */
  public double angle(int width, int height) {
    Point from = corners.get(0);
    Point to = corners.get(1);
    double angle =
        Math.atan2((double) (to.y() - from.y()) * height, (double) (to.x() - from.x()) * width);
    if (angle > Math.PI / 2) {
      return angle - Math.PI;
    }
    return angle <= -Math.PI / 2 ? angle + Math.PI : angle;
  }
}
