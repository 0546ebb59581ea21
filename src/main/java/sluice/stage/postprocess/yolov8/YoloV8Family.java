package sluice.stage.postprocess.yolov8;

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

/** The family of YOLOv8: columns of box and classes, without objectness. */
public final class YoloV8Family implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolov8",
          "YOLOv8, v9, v11 and v12",
          "one output [1, 4 + C, N] or [1, N, 4 + C]",
          false,
          Ultralytics.YOLO_DEFAULTS.withIou(0.7),
          FamilyHints.ofTypes(
                  "yolo", "yolov5", "yolov8", "yolov9", "yolov10", "yolo11", "yolo12", "yolo26")
              .alsoOfUltralytics(Ultralytics.YOLO_PRODUCTS));

  private static final FamilyDocs DOCS =
      FamilyDocs.of(
          new FamilyDocs.Form(
              "YOLOv8, v9, v11, v12; v3 and v5 of the package `ultralytics`; YOLOv10 and YOLO26"
                  + " that its 8.4 exports without `end2end=True`",
              "[1, 4 + C, N], or [1, N, 4 + C] for N cells: box, classes",
              "centre and size, pixels",
              "likeliest class",
              "suppressed here"),
          "ultralytics, `data/augment.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return YoloTables.areColumns(input, outputs)
        || YoloTables.findTransposed(input, outputs).isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    List<Long> table = Shapes.table(outputs);
    return OptionalLong.of(Math.min(table.get(1), table.get(2)) - YoloTables.COLUMN_HEAD);
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return YoloTables.areColumns(input, outputs)
            || YoloTables.findTransposed(input, outputs).isEmpty()
        ? new YoloV8Postprocessor(input, outputs, settings)
        : new YoloV8RowsPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
