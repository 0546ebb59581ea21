package sluice.stage.postprocess.boxesscores;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.NonMaximumSuppression;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Rows;

/**
 * The reader of decoded boxes with scores beside them: a box is left, top, right, bottom, its class
 * the likeliest one of its scores, which are probabilities. Of YOLO-NAS boxes are in pixels of the
 * input (Deci-AI/super-gradients, pp_yolo_e/post_prediction_callback.py, {@code
 * PPYoloEPostPredictionCallback} with one label a box); of UltraFace they are in fractions of it,
 * and the first score is the background's (Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB,
 * run_video_face_detect_onnx.py, {@code predict}).
 */
final class BoxesScoresPostprocessor implements Postprocessor {
  private final ScoredBoxes outputs;
  private final int background;
  private final float unitX;
  private final float unitY;
  private final ReadingSettings settings;

  private BoxesScoresPostprocessor(
      ScoredBoxes outputs, int background, float unitX, float unitY, ReadingSettings settings) {
    this.outputs = outputs;
    this.background = background;
    this.unitX = unitX;
    this.unitY = unitY;
    this.settings = settings;
  }

  /**
   * Reads boxes in pixels.
   *
   * @throws sluice.core.SluiceException when the outputs aren't there
   */
  static BoxesScoresPostprocessor ofPixels(
      InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    ScoredBoxes found =
        ScoredBoxes.find(outputs)
            .orElseThrow(() -> Families.notOf(BoxesScoresFamily.FACTS, outputs));
    return new BoxesScoresPostprocessor(
        found, 0, 1f / input.width(), 1f / input.height(), settings);
  }

  /**
   * Reads boxes in fractions of the input whose first class is the background.
   *
   * @throws sluice.core.SluiceException when the outputs aren't there
   */
  static BoxesScoresPostprocessor ofFractions(List<OutputSpec> outputs, ReadingSettings settings) {
    ScoredBoxes found =
        ScoredBoxes.find(outputs)
            .filter(boxes -> boxes.classes() > 1)
            .orElseThrow(() -> Families.notOf(UltraFaceFamily.FACTS, outputs));
    return new BoxesScoresPostprocessor(found, 1, 1, 1, settings.withoutBackground());
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment scores = tensors.output(outputs.scores());
    MemorySegment boxes = tensors.output(outputs.boxes());
    int columns = outputs.classes();
    int classes = columns - background;
    long count =
        Math.min(
            scores.byteSize() / Float.BYTES / columns,
            boxes.byteSize() / Float.BYTES / ScoredBoxes.BOX);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < count; row++) {
      long first = row * columns + background;
      int label = Rows.greatest(scores, first, classes);
      float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, first + label);
      if (score >= settings.threshold()) {
        candidates.addCorners(label, score, boxes, row * ScoredBoxes.BOX, unitX, unitY);
      }
    }
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }
}
