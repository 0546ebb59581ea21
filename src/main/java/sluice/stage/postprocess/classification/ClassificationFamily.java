package sluice.stage.postprocess.classification;

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
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.Ultralytics;

/** The family of classifiers: a score for each class of the whole picture. */
public final class ClassificationFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "classification",
          "classifiers",
          "one output [1, C], any further dimension being 1",
          true,
          FamilyDefaults.of(InputNormalization.IMAGENET, 0)
              .withUltralytics(InputNormalization.CUT_TO_ONE),
          FamilyHints.ofTypes("classification").alsoOfUltralytics(Ultralytics.YOLO_PRODUCTS));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "classifiers of whole pictures",
              "[1, C], further dimensions of 1",
              "",
              "as written if all are 0 to 1 and sum up to 1 (± 0.02), else softmax; sigmoid where"
                  + " its maker says `multilabel`",
              ""),
          "the model's maker; most of torchvision's are so, those of `ultralytics` with the middle"
              + " cut out, without mean and with a scale of 255");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return ClassificationPostprocessor.fits(outputs)
        && outputs.stream().map(OutputSpec::shape).noneMatch(Shapes::isDetectionOutput);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.of(outputs.getFirst().size());
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new ClassificationPostprocessor(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
