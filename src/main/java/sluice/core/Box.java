package sluice.core;

/**
 * An axis-aligned box in fractions of a picture as it is displayed: (0, 0) is its upper left
 * corner, (1, 1) its lower right one.
 *
 * @param xMin left edge
 * @param yMin upper edge
 * @param xMax right edge, not left of {@code xMin}
 * @param yMax lower edge, not above {@code yMin}
 */
public record Box(float xMin, float yMin, float xMax, float yMax) {

  /**
   * The part of this box that lies inside the picture; a box that lies outside shrinks to an edge.
   */
  public Box clamp() {
    return new Box(clamp(xMin), clamp(yMin), clamp(xMax), clamp(yMax));
  }

  /** Width as a fraction of the picture's width, never negative. */
  public float width() {
    return Math.max(0f, xMax - xMin);
  }

  /** Height as a fraction of the picture's height, never negative. */
  public float height() {
    return Math.max(0f, yMax - yMin);
  }

  private static float clamp(float value) {
    return Math.clamp(value, 0f, 1f);
  }
}
