package sluice.openvino;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A shape of which some or all may be open until a tensor is given.
 *
 * @param rankKnown whether the number of dimensions is known
 * @param dimensions the dimensions; empty where their number is unknown
 */
public record PartialShape(boolean rankKnown, List<Dimension> dimensions) {

  /** Keeps its own copy of the dimensions. */
  public PartialShape {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * One dimension.
   *
   * @param min least extent
   * @param max greatest extent; -1 where there is no bound
   */
  public record Dimension(long min, long max) {
    /** Whether there is more than one possible extent. */
    public boolean isDynamic() {
      return min != max;
    }

    /** The extent, {@code ?}, or {@code min..max}. */
    @Override
    public String toString() {
      if (!isDynamic()) {
        return Long.toString(min);
      }
      return max < 0 ? (min == 0 ? "?" : min + "..") : min + ".." + max;
    }
  }

  /** Whether anything of the shape is open. */
  public boolean isDynamic() {
    return !rankKnown || dimensions.stream().anyMatch(Dimension::isDynamic);
  }

  /**
   * The extents of a shape that is not dynamic.
   *
   * @throws IllegalStateException when it is
   */
  public long[] extents() {
    if (isDynamic()) {
      throw new IllegalStateException("shape " + this + " is dynamic");
    }
    return dimensions.stream().mapToLong(Dimension::min).toArray();
  }

  /** For example {@code [1,3,?,224..448]}, or {@code [...]} where the rank is unknown. */
  @Override
  public String toString() {
    return rankKnown
        ? dimensions.stream().map(Dimension::toString).collect(Collectors.joining(",", "[", "]"))
        : "[...]";
  }
}
