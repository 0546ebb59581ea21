package sluice.stage.postprocess.ssd;

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

/** The family of single-shot detectors that end in OpenVINO's DetectionOutput. */
public final class SsdFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "ssd",
          "single-shot detectors",
          "one output [1, 1, N, 7]",
          false,
          FamilyDefaults.of(InputNormalization.PLAIN, 0.5f),
          FamilyHints.ofTypes("ssd"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "what ends in OpenVINO's DetectionOutput: most detectors of the Open Model Zoo",
              "[1, 1, N, 7]: image, label, confidence, box; a negative image ends the list",
              "corners, fractions of the input",
              "as written",
              "suppressed by the model"),
          "open_model_zoo, the models' README");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return SsdPostprocessor.fits(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new SsdPostprocessor(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
