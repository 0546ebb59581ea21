package sluice.core;

import java.util.List;

/**
 * The key points of an object: the joints of a body, the corners of a thing.
 *
 * @param points in the model's order, which is the same for all objects of a class
 */
public record KeyPoints(List<KeyPoint> points) implements Shape {

  /** Keeps its own copy. */
  public KeyPoints {
    points = List.copyOf(points);
  }
}
