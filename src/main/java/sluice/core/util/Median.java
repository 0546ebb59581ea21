package sluice.core.util;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The middle of measured numbers, which a few odd ones don't move. */
public final class Median {
  private Median() {}

  /**
   * The middle one by size; between the two in the middle where their count is even.
   *
   * @param numbers at least one, in any order, none of them NaN
   * @throws IllegalArgumentException without a number
   */
  public static double of(double... numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("no numbers");
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The same of a stream. */
  public static double of(DoubleStream numbers) {
    return of(numbers.toArray());
  }
}
