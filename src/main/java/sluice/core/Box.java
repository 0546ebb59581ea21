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

  /** The part of the union of two boxes that both cover, 0 to 1; of two empty ones 0. */
  public float intersectionOverUnion(Box other) {
    float common = intersection(other);
    float union = area() + other.area() - common;
    return union > 0 ? common / union : 0;
  }

  /** The area that two boxes share, in areas of the picture. */
  public float intersection(Box other) {
    float width = Math.min(xMax, other.xMax) - Math.max(xMin, other.xMin);
    float height = Math.min(yMax, other.yMax) - Math.max(yMin, other.yMin);
    return width > 0 && height > 0 ? width * height : 0;
  }

  /** Its area, in areas of the picture. */
  public float area() {
    return width() * height();
  }

  private static float clamp(float value) {
    return Math.clamp(value, 0f, 1f);
  }
}
