package sluice.stage.postprocess.yolov5;

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
import sluice.stage.postprocess.YoloTables;

/** The family of YOLOv5: rows of box, objectness and classes. */
public final class YoloV5Family implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolov5",
          "YOLOv5, v6 and v7",
          "one output [1, N, 5 + C]",
          false,
          Ultralytics.YOLO_DEFAULTS.withIou(0.45),
          // Ultralytics' newer package exports YOLOv5 without objectness: that is family yolov8.
          FamilyHints.ofTypes("yolo", "yolov5").alsoOfUltralytics());

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLOv5 of the repository of that name, v6, v7; a YOLOX that decodes its own grid",
              "[1, N, 5 + C]: box, objectness, classes; raw heads of older exports beside it are"
                  + " not read",
              "centre and size, pixels",
              "objectness × likeliest class",
              "suppressed here"),
          "ultralytics/yolov5, `utils/augmentations.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return YoloTables.areRows(input, outputs);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return OptionalLong.of(Shapes.table(outputs).getLast() - YoloTables.ROW_HEAD);
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloV5Postprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
