package sluice.stage.postprocess.attributes;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.ClassifierHeads;
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

/**
 * The family of classifiers with several heads, each of which tells an attribute. No shape tells
 * what a head means: a manifest does.
 */
public final class AttributesFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          ClassifierHeads.FAMILY,
          "classifiers of several attributes that a manifest describes",
          "an output [1, C] for each head of its manifest, any further dimension being 1",
          true,
          FamilyDefaults.of(InputNormalization.PLAIN, 0.5f),
          FamilyHints.ofTypes());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "classifiers of several attributes whose manifest has `heads`"
                  + " (`vehicle-attributes-recognition-barrier-0039`); never recognised by itself",
              "[1, C] for each head, further dimensions of 1; others are not read",
              "",
              "as the head says: as written, softmax, or sigmoid",
              ""),
          "open_model_zoo, the models' README");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return false;
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return AttributesPostprocessor.of(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
