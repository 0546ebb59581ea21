package sluice.demo;

import java.util.List;

/**
 * A person's figure in one frame.
 *
 * @param id who, from 1
 * @param stance where and in which step
 * @param parts what is drawn, from the back to the front
 * @param extent what they cover, whether inside the picture or not
 */
record Figure(int id, Stance stance, List<Part> parts, Extent extent) {

  static Figure of(int id, Stance stance, Appearance look) {
    List<Part> parts = Body.parts(stance, look);
    return new Figure(
        id,
        stance,
        parts,
        Extent.around(parts.stream().map(part -> part.shape().extent()).toList()));
  }

  /** Whether the figure covers a point. */
  boolean covers(double x, double y) {
    return extent.contains(x, y)
        && parts.stream().anyMatch(part -> part.shape().distance(x, y) <= 0);
  }
}
