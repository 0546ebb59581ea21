package sluice.stage.postprocess.boxesscores;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.FamilyHints;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.Ultralytics;

/** The family of detectors that write decoded boxes in pixels, and scores beside them. */
public final class BoxesScoresFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "boxes-scores",
          "YOLO-NAS",
          "two outputs, boxes [1, N, 4] and scores [1, N, C]",
          false,
          // The same picture as Ultralytics' YOLO has, and the same usual confidence.
          Ultralytics.YOLO_DEFAULTS.withIou(0.7),
          FamilyHints.ofTypes());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLO-NAS, exported without its suppression; of other detectors with such outputs"
                  + " (a RetinaNet that decodes its boxes) where it is named",
              "boxes [1, N, 4], scores [1, N, C], in any order; N the cells of grids of 8, 16 and"
                  + " 32 pixels where it isn't named",
              "corners, pixels",
              "likeliest class",
              "suppressed here"),
          "super-gradients, `training/processing/processing.py`; there the picture is scaled to 4"
              + " pixels less than the input");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return ScoredBoxes.find(outputs)
        .filter(found -> Shapes.isGrid(input, found.count(), 1))
        .isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return ScoredBoxes.find(outputs).stream().mapToLong(ScoredBoxes::classes).findAny();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return BoxesScoresPostprocessor.ofPixels(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
