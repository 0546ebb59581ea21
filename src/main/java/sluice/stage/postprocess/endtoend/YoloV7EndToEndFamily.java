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

/** The family of YOLOv7 that is exported with its suppression in the graph. */
public final class YoloV7EndToEndFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolov7-end-to-end",
          "YOLOv7 that sifts its boxes itself",
          "one output [N, 7], N not 1",
          false,
          Ultralytics.YOLO_DEFAULTS,
          FamilyHints.ofTypes());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLOv7, exported with `--grid --end2end --max-wh 640`, for ONNX Runtime",
              "[N, 7]: picture of the batch, box, class, score; N varies",
              "corners, pixels",
              "as written",
              "suppressed by the model"),
          "yolov7, `utils/datasets.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return YoloV7EndToEndPostprocessor.fits(outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloV7EndToEndPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
