package sluice.core.model;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One output of a model: 32-bit floats in row-major order.
 *
 * @param name the port's name, empty where it has none
 * @param shape the extent of each dimension; {@link #OPEN} where each inference has its own, as
 *     models that end in a non-maximum suppression have
 */
public record OutputSpec(String name, List<Long> shape) {
  /** An extent that only the result of an inference tells. */
  public static final long OPEN = -1;

  /** Keeps its own copy of the shape. */
  public OutputSpec {
    shape = List.copyOf(shape);
  }

  /** Whether the number of floats differs from inference to inference. */
  public boolean isOpen() {
    return shape.contains(OPEN);
  }

  /**
   * Number of floats.
   *
   * @throws IllegalStateException when that is open
   */
  public long size() {
    if (isOpen()) {
      throw new IllegalStateException("output " + this + " has no fixed size");
    }
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Name and shape, {@code 'boxes' [?, 5]}. */
  @Override
  public String toString() {
    return shape.stream()
        .map(extent -> extent == OPEN ? "?" : Long.toString(extent))
        .collect(Collectors.joining(", ", "'" + name + "' [", "]"));
  }
}
