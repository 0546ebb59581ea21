package sluice.openvino;

import java.util.Arrays;
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

  /** A shape of which nothing is known. */
  public static PartialShape unknown() {
    return new PartialShape(false, List.of());
  }

  /**
   * A shape of known rank.
   *
   * @param extents each dimension's extent; -1 where it is open
   * @throws IllegalArgumentException when an extent is below -1
   */
  public static PartialShape of(long... extents) {
    return new PartialShape(true, Arrays.stream(extents).mapToObj(Dimension::of).toList());
  }

  /** A shape of known rank, with bounds. */
  public static PartialShape bounded(Dimension... dimensions) {
    return new PartialShape(true, List.of(dimensions));
  }

  /**
   * One dimension.
   *
   * @param min least extent
   * @param max greatest extent; -1 where there is no bound
   */
  public record Dimension(long min, long max) {
    /** Any extent. */
    public static final Dimension ANY = new Dimension(0, -1);

    /**
     * A fixed extent, or any where it is -1.
     *
     * @throws IllegalArgumentException when it is below -1
     */
    public static Dimension of(long extent) {
      return extent == -1 ? ANY : between(extent, extent);
    }

    /**
     * An extent within bounds.
     *
     * @param min least extent
     * @param max greatest extent; -1 where there is no bound
     * @throws IllegalArgumentException when there is none between them, or one is negative
     */
    public static Dimension between(long min, long max) {
      if (min < 0 || max < -1 || (max != -1 && max < min)) {
        throw new IllegalArgumentException(
            "bounds of a dimension: %d..%d (expected: 0 <= min <= max, or max -1 for none)"
                .formatted(min, max));
      }
      return new Dimension(min, max);
    }

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
