package sluice.catalog.hog;

/**
 * From scores of the support vector machine, which have no upper end, to confidences from 0 to 1 that mean the same at all scales.
 *
 * <p>Large people are more certain than their scores say, small ones less: at small scales windows also see parts of people and things.
 * Without the term for scale, a video of one walking person gave an average precision of 0.48 instead of 0.89. Measured there too: the
 * slope and the offset, which put the confidence of 0.6 where precision was best.
 */
final class Confidence {
  private static final double SLOPE = 2;
  private static final double OFFSET = 0.3;

  /** Score for each doubling of the scale. */
  private static final double SCALE_WEIGHT = 1.5;

  /** Where scale adds nothing: people of twice the window. */
  private static final double NEUTRAL_SCALE = 2;

  private Confidence() {}

  /** What is added to the scores of a level before {@link #of}. */
  static double offset(PyramidLevel level) {
    return OFFSET + SCALE_WEIGHT * Math.log(level.scale() / NEUTRAL_SCALE) / Math.log(2);
  }

  /** The confidences of scores with their offset. */
  static Value of(Ops ops, Value scores) {
    return ops.sigmoid(ops.multiply(scores, ops.scalar(SLOPE)));
  }
}
