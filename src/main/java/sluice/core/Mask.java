package sluice.core;

import java.util.List;

/**
 * The mask of an object: the area that it covers, as polygons. A point belongs to it if it lies
 * inside an odd number of rings (the even-odd rule), so that a ring inside another one is a hole.
 *
 * @param rings closed polygons, the one of the greatest area first; each at least three points, its
 *     last one joined to its first
 */
public record Mask(List<List<Point>> rings) implements Shape {

  /** Keeps its own copy. */
  public Mask {
    rings = rings.stream().map(List::copyOf).toList();
  }
}
