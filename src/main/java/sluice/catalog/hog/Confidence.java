package sluice.catalog.hog;

/**
 * Calibration of the support vector machine's unbounded scores to confidences from 0 to 1 that mean
 * the same at all scales.
 *
 * <p>People who are large in the picture are more certain than their scores say, small ones less:
 * at small scales windows also see parts of people and things. Without the term for scale, a video
 * of one walking person gave an average precision of 0.48 instead of 0.89. Measured there too, with
 * an input of 512x288: the slope and the offset, which put the confidence of 0.6 where precision
 * was best.
 *
 * <p>The term follows the share of the picture that people fill, not their pixels, so that a larger
 * input does not make the same large window more certain: with pixels, precision on that video fell
 * from 0.92 to 0.46 at 768x432. In an upright picture a large window has room for a smaller person
 * and what is around; there the term only takes away.
 */
final class Confidence {
  private static final double SLOPE = 2;
  private static final double OFFSET = 0.3;

  /** Score for each doubling of the scale. */
  private static final double SCALE_WEIGHT = 1.5;

  /**
   * Where scale adds nothing, as a share of the input's shorter side: windows of twice the size at
   * 288 pixels.
   */
  private static final double NEUTRAL_SHARE = 2.0 / 288;

  private Confidence() {}

  /** What is added to the scores of a level before {@link #of}. */
  static double offset(PyramidLevel level, InputSize size) {
    double ratio = level.scale() / (NEUTRAL_SHARE * Math.min(size.width(), size.height()));
    boolean upright = size.height() > size.width();
    double doublings = Math.log(upright ? Math.min(1, ratio) : ratio) / Math.log(2);
    return OFFSET + SCALE_WEIGHT * doublings;
  }

  /** The confidences of scores with their offset. */
  static Value of(Ops ops, Value scores) {
    return ops.sigmoid(ops.multiply(scores, ops.scalar(SLOPE)));
  }
}
