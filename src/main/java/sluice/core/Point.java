package sluice.core;

/**
 * A point in fractions of a picture as it is displayed: (0, 0) is its upper left corner, (1, 1) its
 * lower right one.
 *
 * @param x from the left edge on
 * @param y from the upper edge on
 */
public record Point(float x, float y) {

  /** The point of the picture that is nearest to this one. */
  public Point clamp() {
    return new Point(Math.clamp(x, 0f, 1f), Math.clamp(y, 0f, 1f));
  }
}
