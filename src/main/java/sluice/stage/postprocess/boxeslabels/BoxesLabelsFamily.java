package sluice.stage.postprocess.boxeslabels;

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

/** The family of detectors that write boxes with their confidence, and labels beside them. */
public final class BoxesLabelsFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "boxes-labels",
          "newer detectors of the Open Model Zoo",
          "two outputs, boxes [N, 5] or [1, N, 5] and labels [N] or [1, N]",
          false,
          FamilyDefaults.of(InputNormalization.PLAIN, 0.5f),
          FamilyHints.ofTypes("ssd"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "newer detectors of the Open Model Zoo (`person-detection-0301`), what OpenVINO's"
                  + " training extensions and Geti export",
              "`boxes` [N, 5] or [1, N, 5]: box, confidence; `labels` [N] or [1, N]; N may vary;"
                  + " others are not read",
              "corners, pixels of the input",
              "as written",
              "suppressed by the model"),
          "open_model_zoo, the models' README");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return BoxesLabelsPostprocessor.fits(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new BoxesLabelsPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
