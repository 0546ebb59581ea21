package sluice.stage.postprocess.endtoend;

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
import sluice.stage.postprocess.Ultralytics;

/** The family of YOLO models that do non-maximum suppression themselves. */
public final class YoloEndToEndFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolo-end-to-end",
          "YOLOv10, YOLO26 and others that sift their boxes themselves",
          "one output [1, N, 6]",
          false,
          Ultralytics.YOLO_DEFAULTS,
          FamilyHints.ofTypes("yolo", "yolov8", "yolov9", "yolov10", "yolo11", "yolo12", "yolo26")
              .alsoOfUltralytics(Ultralytics.YOLO_PRODUCTS)
              .markedEndToEnd());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLOv10 and YOLO26 that are exported end to end; others with `nms=True`",
              "[1, N, 6]: box, confidence, class",
              "corners, pixels",
              "as written",
              "suppressed by the model"),
          "ultralytics, `data/augment.py`");

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
    return EndToEndPostprocessor.ofYolo(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
