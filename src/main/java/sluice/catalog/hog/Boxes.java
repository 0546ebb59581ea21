package sluice.catalog.hog;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Non-maximum suppression by OpenVINO's DetectionOutput: every window is a prior box taken without
 * regression, boxes that overlap a better one are suppressed, the best 200 remain. Rows of 7:
 * image, label 0, confidence, left, top, right, bottom in shares of the picture; a row of image -1
 * ends them.
 */
final class Boxes {
  /**
   * Shares of the window that a person fills; the training pictures leave a margin. Measured on
   * boxes of another detector.
   */
  private static final double WIDTH_SHARE = 0.62;

  private static final double HEIGHT_SHARE = 0.78;

  private Boxes() {}

  /**
   * The boxes, [1, 1, 200, 7].
   *
   * @param confidences [1, windows of all levels], in the order of levels, rows, columns
   */
  static Value of(Ops ops, List<PyramidLevel> levels, Value confidences) {
    float[] priors = priors(levels);
    Value unmoved = ops.filled(0, 1, priors.length);
    return ops.graph()
        .layer("DetectionOutput", 8)
        .with("background_label_id", "-1")
        .with("top_k", "400")
        .with("keep_top_k", "200")
        .with("variance_encoded_in_target", "true")
        .with("code_type", "caffe.PriorBoxParameter.CORNER")
        .with("share_location", "true")
        .with("nms_threshold", "0.3")
        .with("confidence_threshold", "0.05")
        .with("clip_after_nms", "true")
        .with("clip_before_nms", "false")
        .with("decrease_label_id", "false")
        .with("normalized", "true")
        .with("input_height", "1")
        .with("input_width", "1")
        .with("objectness_score", "0")
        .from(unmoved, confidences, ops.graph().floats(priors, 1, 1, priors.length))
        .named("detection_out")
        .gives(IrType.F32);
  }

  /** Left, top, right, bottom of every window's person. */
  private static float[] priors(List<PyramidLevel> levels) {
    FloatBuffer priors =
        FloatBuffer.allocate(4 * levels.stream().mapToInt(PyramidLevel::windows).sum());
    for (PyramidLevel level : levels) {
      double halfWidth = WIDTH_SHARE * PyramidLevel.WINDOW_WIDTH / level.width() / 2;
      double halfHeight = HEIGHT_SHARE * PyramidLevel.WINDOW_HEIGHT / level.height() / 2;
      for (int row = 0; row < level.windowRows(); row++) {
        double y = level.centreY(row);
        for (int column = 0; column < level.windowColumns(); column++) {
          double x = level.centreX(column);
          priors.put((float) (x - halfWidth)).put((float) (y - halfHeight));
          priors.put((float) (x + halfWidth)).put((float) (y + halfHeight));
        }
      }
    }
    return priors.array();
  }
}
