package sluice.stage.postprocess.endtoend;

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
import sluice.stage.postprocess.Ultralytics;

/**
 * The family of RT-DETR models that choose their boxes themselves: rows as those of YOLO, with
 * boxes like those of RT-DETR.
 */
public final class RtDetrEndToEndFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "rt-detr-end-to-end",
          "RT-DETR of Ultralytics 8.4 and later",
          "one output [1, N, 6]",
          false,
          FamilyDefaults.of(InputNormalization.STRETCHED_TO_ONE, Ultralytics.CONFIDENCE)
              .withSquareInput(640),
          FamilyHints.ofTypes("rt-detr")
              .alsoOfUltralytics(Ultralytics.RT_DETR_PRODUCTS)
              .markedEndToEnd());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "RT-DETR of the package `ultralytics` from 8.4 on",
              "[1, N, 6]: box, confidence, class",
              "centre and size, fractions",
              "as written",
              "none expected"),
          "ultralytics, `models/rtdetr/predict.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return EndToEndPostprocessor.fits(input, outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return EndToEndPostprocessor.ofRtDetr(outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
