package sluice.stage.postprocess.detr;

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
import sluice.stage.postprocess.Queries;
import sluice.stage.postprocess.ReadingSettings;

/** The family of DETR: queries with a class for "no object", softmax over the classes. */
public final class DetrFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "detr",
          "DETR",
          "two outputs, logits [1, N, C + 1] and boxes [1, N, 4]",
          false,
          FamilyDefaults.of(InputNormalization.IMAGENET, 0.5f),
          FamilyHints.ofTypes("detr"));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "DETR, and others with a class for \"no object\"",
              "logits [1, N, C + 1], boxes [1, N, 4], in any order",
              "centre and size, fractions",
              "softmax, without the last class",
              "none expected"),
          "transformers, `DetrImageProcessor`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return DetrPostprocessor.fits(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return Queries.find(outputs).stream().mapToLong(found -> found.classes() - 1).findAny();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new DetrPostprocessor(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
