package sluice.catalog.hog;

/**
 * Parameters of the descriptor. The coefficients fit one set of them only, {@link #OPENCV}; others
 * are there to prove, in tests, that the comparison with OpenCV would notice.
 *
 * @param squareRoot whether gradients are of the colours' square roots
 * @param binCentre where the first bin of angles has its centre, as a share of its width
 * @param blockCentre where a block's weights are greatest, pixels from its first one
 */
record HogParameters(boolean squareRoot, double binCentre, double blockCentre) {
  /**
   * As OpenCV's {@code HOGDescriptor} computes: {@code gammaCorrection} on, angles less half a bin,
   * and a Gaussian around half the block's extent, which is half a pixel off the block's middle.
   */
  static final HogParameters OPENCV = new HogParameters(true, 0.5, 8);
}
