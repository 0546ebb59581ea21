package sluice.catalog.hog;

/**
 * Block normalisation, invariant to contrast: to unit length, clipped at 0.2 so that no single edge
 * dominates, and to unit length again (Dalal and Triggs 2005, 6.4, "L2-Hys", after Lowe; {@code
 * HOGCache::normalizeBlockHistogram} of OpenCV, whose small constants stand outside the roots).
 */
final class L2Hys {
  private static final double LIMIT = 0.2;

  /** A tenth for each number of a block, scaled as these are. */
  private static final double FIRST_EPSILON = 36 * 0.1 * BlockHistogram.SCALE;

  private static final double SECOND_EPSILON = 1e-3;

  private L2Hys() {}

  /** Normalises each block; the channels are a block's numbers. */
  static Value of(Ops ops, Value blocks) {
    Value cut = ops.minimum(toUnitLength(ops, blocks, FIRST_EPSILON), ops.scalar(LIMIT));
    return toUnitLength(ops, cut, SECOND_EPSILON);
  }

  private static Value toUnitLength(Ops ops, Value blocks, double epsilon) {
    Value length = ops.squareRoot(ops.sum(ops.multiply(blocks, blocks), 1));
    return ops.divide(blocks, ops.add(length, ops.scalar(epsilon)));
  }
}
