package sluice.core;

import java.util.List;

/**
 * One output of a model: 32-bit floats in row-major order.
 *
 * @param name the port's name, empty where it has none
 * @param shape the extent of each dimension, all static
 */
public record OutputSpec(String name, List<Long> shape) {

  /** Keeps its own copy of the shape. */
  public OutputSpec {
    shape = List.copyOf(shape);
  }

  /** Number of floats. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}
