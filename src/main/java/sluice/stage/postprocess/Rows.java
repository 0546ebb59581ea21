package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Argmax and softmax over a row of floats, read in place. */
public final class Rows {
  private Rows() {}

  /**
   * Where the greatest of some floats is, counted from the first of them; of equals, the first one.
   * NaN is never the greatest; where all are NaN, the answer is 0.
   *
   * @param first index of the first float
   * @param count at least 1
   */
  public static int greatest(MemorySegment floats, long first, int count) {
    int best = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
      if (value > most) {
        most = value;
        best = i;
      }
    }
    return best;
  }

  /**
   * Softmax: the share that a float's exponential has in the sum of those of all floats. What isn't
   * finite counts as a score that none can be lower than.
   *
   * @param first index of the first float
   * @param count at least 1
   * @param place of the float, counted from the first one; finite, or the answer is NaN
   * @return 0 to 1
   */
  public static float softmax(MemorySegment floats, long first, int count, int place) {
    float own = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + place);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
      if (Float.isFinite(value)) {
        sum += Math.exp((double) value - own);
      }
    }
    return Float.isFinite(own) ? (float) (1 / sum) : Float.NaN;
  }
}
