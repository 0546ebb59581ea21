package sluice.stage.postprocess.boxeslabelsscores;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.ChannelOrder;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.core.model.Resize;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/** The family of detectors that TensorFlow's object detection API exports. */
public final class TfDetectionFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "tf-detection",
          "detectors of TensorFlow's object detection API",
          "outputs of these names, detection_boxes [1, N, 4], detection_classes [1, N] and"
              + " detection_scores [1, N]",
          false,
          FamilyDefaults.of(
              new InputNormalization(Resize.STRETCH, 0, ChannelOrder.RGB, List.of(), List.of()),
              0.5f),
          FamilyHints.ofTypes());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "detectors of TensorFlow's object detection API and of TensorFlow Hub",
              "`detection_boxes` [1, N, 4], `detection_classes` [1, N] from 1 on,"
                  + " `detection_scores` [1, N], `num_detections` if it is there; others are not"
                  + " read",
              "top, left, bottom, right, fractions",
              "as written",
              "suppressed by the model"),
          "tensorflow/models, `research/object_detection/exporter_lib_v2.py`; mean and scale are in"
              + " the graph");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return DetectionPorts.ofTensorFlow(outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return DetectionsPostprocessor.ofTensorFlow(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
