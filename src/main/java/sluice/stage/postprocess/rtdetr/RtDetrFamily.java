package sluice.stage.postprocess.rtdetr;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.FamilyDefaults;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputNormalization;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.Queries;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.SigmoidQueriesPostprocessor;
import sluice.stage.postprocess.Ultralytics;

/**
 * The family of RT-DETR: queries without a class for "no object"; each class has its own
 * probability.
 */
public final class RtDetrFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "rt-detr",
          "RT-DETR of Ultralytics up to 8.3 or of transformers",
          "one output [1, N, 4 + C], or two, logits [1, N, C] and boxes [1, N, 4]",
          false,
          FamilyDefaults.of(InputNormalization.STRETCHED_TO_ONE, 0.5f)
              .withSquareInput(640)
              .withUltralytics(Ultralytics.CONFIDENCE),
          FamilyHints.ofTypes("detr", "rt-detr").alsoOfUltralytics(Ultralytics.RT_DETR_PRODUCTS));

  private static final FamilyDocs DOCS =
      new FamilyDocs(
          List.of(
              new FamilyDocs.Form(
                  "RT-DETR of transformers (also RT-DETRv2, D-FINE, Deformable DETR)",
                  "logits [1, N, C], boxes [1, N, 4]",
                  "centre and size, fractions",
                  "sigmoid; of all queries and classes the N likeliest",
                  "none expected"),
              new FamilyDocs.Form(
                  "RT-DETR of the package `ultralytics` up to 8.3",
                  "[1, N, 4 + C]: box, classes",
                  "centre and size, fractions",
                  "likeliest class",
                  "none expected")),
          "transformers, `RTDetrImageProcessor`; ultralytics, `models/rtdetr/predict.py`, whose own"
              + " exports have a confidence of 0.25");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return RtDetrPostprocessor.fits(input, outputs) || Queries.fit(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return RtDetrPostprocessor.isOneOutput(outputs)
        ? OptionalLong.of(Shapes.table(outputs).getLast() - Queries.BOX)
        : Queries.find(outputs).stream().mapToLong(Queries::classes).findAny();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return RtDetrPostprocessor.isOneOutput(outputs)
        ? new RtDetrPostprocessor(outputs, settings)
        : ofLogits(outputs, settings);
  }

  private static Postprocessor ofLogits(List<OutputSpec> outputs, ReadingSettings settings) {
    Queries queries =
        Queries.find(outputs).orElseThrow(() -> Families.notOf(RtDetrFamily.FACTS, outputs));
    return new SigmoidQueriesPostprocessor(queries, queries.classes(), settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
