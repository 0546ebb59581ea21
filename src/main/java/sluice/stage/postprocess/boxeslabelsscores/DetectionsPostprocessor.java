package sluice.stage.postprocess.boxeslabelsscores;

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
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/**
 * The reader of boxes, labels and scores after suppression. Labels are counted from 1, as 0 is the
 * background; they are told from 0 on. Of torchvision a box is left, top, right, bottom in pixels
 * of the input (pytorch/vision, torchvision/models/detection/roi_heads.py and retinanet.py); of
 * TensorFlow's object detection it is top, left, bottom, right in fractions of it
 * (tensorflow/models, research/object_detection/exporter_main_v2.py).
 */
final class DetectionsPostprocessor implements Postprocessor {
  private static final int FIRST_LABEL = 1;

  private final DetectionPorts ports;
  private final ReadingSettings settings;
  private final Form form;

  /** How a box is written. */
  private interface Form {
    void add(Candidates candidates, int label, float score, MemorySegment floats, long first);
  }

  private DetectionsPostprocessor(DetectionPorts ports, ReadingSettings settings, Form form) {
    this.ports = ports;
    this.settings = settings.withoutBackground();
    this.form = form;
  }

  /**
   * Reads torchvision's outputs.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  static DetectionsPostprocessor ofTorchvision(
      InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    DetectionPorts ports =
        DetectionPorts.ofTorchvision(outputs)
            .orElseThrow(() -> Families.notOf(BoxesLabelsScoresFamily.FACTS, outputs));
    float perPixelX = 1f / input.width();
    float perPixelY = 1f / input.height();
    return new DetectionsPostprocessor(
        ports,
        settings,
        (candidates, label, score, floats, first) ->
            candidates.addCorners(label, score, floats, first, perPixelX, perPixelY));
  }

  /**
   * Reads the outputs of TensorFlow's object detection.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  static DetectionsPostprocessor ofTensorFlow(List<OutputSpec> outputs, ReadingSettings settings) {
    DetectionPorts ports =
        DetectionPorts.ofTensorFlow(outputs)
            .orElseThrow(() -> Families.notOf(TfDetectionFamily.FACTS, outputs));
    return new DetectionsPostprocessor(
        ports,
        settings,
        (candidates, label, score, floats, first) ->
            candidates.add(
                label,
                score,
                at(floats, first + 1),
                at(floats, first),
                at(floats, first + 3),
                at(floats, first + 2)));
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment boxes = tensors.output(ports.boxes());
    MemorySegment labels = tensors.output(ports.labels());
    MemorySegment scores = tensors.output(ports.scores());
    long count =
        Math.min(
            count(tensors, boxes),
            Math.min(labels.byteSize() / Float.BYTES, scores.byteSize() / Float.BYTES));
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < count; row++) {
      float score = at(scores, row);
      if (score >= settings.threshold()) {
        int label = Candidates.label(at(labels, row)) - FIRST_LABEL;
        form.add(candidates, label, score, boxes, row * DetectionPorts.BOX);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  /** As many rows as the model says that there are, or all of them. */
  private long count(TensorSet tensors, MemorySegment boxes) {
    long rows = boxes.byteSize() / (DetectionPorts.BOX * Float.BYTES);
    if (ports.count().isEmpty()) {
      return rows;
    }
    MemorySegment said = tensors.output(ports.count().getAsInt());
    return said.byteSize() == 0 ? 0 : Math.min(rows, Math.round((double) at(said, 0)));
  }

  private static float at(MemorySegment floats, long index) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }
}
