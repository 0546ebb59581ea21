package sluice.cluster.placement;

/**
 * What a stream costs its node, as it was measured: what is detected and what is decoded.
 *
 * @param detectFps frames a second that a model looks at
 * @param modelCost of one of its inferences, all tiles and second models included; 1 is one of the
 *     built-in model. Models compare by the megapixels of their input times GFLOPs for each
 * @param megapixels of a picture of the source
 * @param sourceFps pictures a second that are decoded
 */
public record StreamCost(double detectFps, double modelCost, double megapixels, double sourceFps) {
  private static final double UNIT_DETECT_FPS = 10;
  private static final double UNIT_PIXELS = 1.920 * 1.080 * 25;

  /**
   * On the processors of performance.md the built-in model takes 11 ms of them at 512x288, and
   * decoding some 2 ms a megapixel: 0.11 s a second each for the stream that is the unit.
   */
  private static final double DETECTION_SHARE = 0.5;

  /**
   * In units of weight: a camera of 1920x1080 at 25 pictures a second, of which the built-in model
   * looks at 10, weighs 1.
   */
  public double weight() {
    return DETECTION_SHARE * detectFps * modelCost / UNIT_DETECT_FPS
        + (1 - DETECTION_SHARE) * megapixels * sourceFps / UNIT_PIXELS;
  }
}
