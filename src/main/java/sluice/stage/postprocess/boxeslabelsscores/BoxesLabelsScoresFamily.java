package sluice.stage.postprocess.boxeslabelsscores;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;

/** The family of detectors that write boxes in pixels, labels and scores, as torchvision's do. */
public final class BoxesLabelsScoresFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "boxes-labels-scores",
          "detectors of torchvision",
          "three outputs of these names, boxes [N, 4], labels [N] and scores [N]",
          false,
          FamilyDefaults.of(InputNormalization.STRETCHED_TO_ONE, 0.5f),
          FamilyHints.ofTypes());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "torchvision's detectors (Faster R-CNN, RetinaNet, FCOS, SSD), exported with names"
                  + " for their outputs",
              "`boxes` [N, 4], `labels` [N] from 1 on, `scores` [N]; N may vary; others are not"
                  + " read",
              "corners, pixels of the input",
              "as written",
              "suppressed by the model"),
          "torchvision, `models/detection/transform.py`; mean and scale of ImageNet are in the"
              + " graph");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return DetectionPorts.ofTorchvision(outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return DetectionsPostprocessor.ofTorchvision(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
