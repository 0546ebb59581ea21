package sluice.stage.postprocess.yoloobb;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.Ultralytics;
import sluice.stage.postprocess.YoloOutput;

/**
 * The family of YOLO models of rotated boxes. Their outputs look like those of detectors with a
 * class more; where no one says what they are, only the usual ones, of DOTA's 15 classes, are
 * thought of.
 */
public final class YoloObbFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolo-obb",
          "YOLOv8, v11, v12 and YOLO26 of rotated boxes",
          "one output [1, 4 + C + 1, N] or [1, N, 7]",
          false,
          Ultralytics.SHAPE_DEFAULTS,
          Ultralytics.shapeHints("obb", "obb"));

  /** An angle. */
  static final int EXTRAS = 1;

  private static final int DOTA_CLASSES = 15;

  private static final FamilyDocs DOCS =
      new FamilyDocs(
          List.of(
              new FamilyDocs.Form(
                  "YOLOv8, v11, v12 and YOLO26 of `task=obb`",
                  "[1, 4 + C + 1, N]: box, classes, angle",
                  "centre and size, pixels; angle in radians, clockwise",
                  "likeliest class",
                  "suppressed here, by probabilistic IoU"),
              new FamilyDocs.Form(
                  "such of them as are exported end to end, or with `nms=True`",
                  "[1, N, 7]: box, confidence, class, angle",
                  "centre and size, pixels; angle in radians, clockwise",
                  "as written",
                  "suppressed by the model")),
          "ultralytics, `data/augment.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return has(input, outputs, DOTA_CLASSES, DOTA_CLASSES);
  }

  @Override
  public boolean fitsWithTask(InputSpec input, List<OutputSpec> outputs) {
    return has(input, outputs, 1, Integer.MAX_VALUE);
  }

  private static boolean has(InputSpec input, List<OutputSpec> outputs, int least, int most) {
    return Shapes.sole(
            outputs,
            shape -> {
              if (YoloOutput.areColumns(input, shape)) {
                long classes = shape.get(1) - YoloOutput.BOX - EXTRAS;
                return classes >= least && classes <= most;
              }
              return YoloOutput.areRows(input, shape) && shape.get(2) == YoloOutput.ROW + EXTRAS;
            })
        .isPresent();
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    OptionalInt rows =
        Shapes.sole(
            outputs, shape -> Shapes.isTable(shape, 1) && shape.get(2) == YoloOutput.ROW + EXTRAS);
    return rows.isPresent()
        ? OptionalLong.empty()
        : OptionalLong.of(Shapes.table(outputs).get(1) - YoloOutput.BOX - EXTRAS);
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloObbPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
