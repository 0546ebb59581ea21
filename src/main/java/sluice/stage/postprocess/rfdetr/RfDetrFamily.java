package sluice.stage.postprocess.rfdetr;

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
import sluice.stage.postprocess.SigmoidQueriesPostprocessor;

/**
 * The family of RF-DETR: queries with a probability for each class. Of the logits' columns the last
 * stands for the background, except in the models that Roboflow trained on COCO: their 91 columns
 * are COCO's own numbers, 1 to 90 with gaps. (roboflow/rf-detr, export/_runtime/decode.py.)
 */
public final class RfDetrFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "rf-detr",
          "RF-DETR",
          "two outputs, dets [1, N, 4] and labels [1, N, C + 1]",
          false,
          FamilyDefaults.of(InputNormalization.IMAGENET, 0.5f),
          FamilyHints.ofTypes("rf-detr"));

  /** COCO's numbers of its 80 classes, 0 to 90. */
  private static final int COCO = 91;

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "RF-DETR of the package `rfdetr`, as its `export()` writes it",
              "`dets` [1, N, 4], `labels` [1, N, C + 1], the last for the background; of 91 all"
                  + " are classes, by COCO's numbers",
              "centre and size, fractions",
              "sigmoid; of all queries and classes the N likeliest",
              "none expected"),
          "roboflow/rf-detr, `export/_onnx/inference.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return Queries.findOfRfDetr(outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return Queries.findOfRfDetr(outputs).stream().mapToLong(RfDetrFamily::classes).findAny();
  }

  private static int classes(Queries queries) {
    return queries.classes() == COCO ? COCO : queries.classes() - 1;
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    Queries queries =
        Queries.findOfRfDetr(outputs)
            .or(() -> Queries.find(outputs))
            .filter(found -> found.classes() > 1)
            .orElseThrow(() -> Families.notOf(FACTS, outputs));
    return new SigmoidQueriesPostprocessor(queries, classes(queries), settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
