package sluice.stage.postprocess.yolopose;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sluice.core.model.InputSpec;
import sluice.core.model.KeyPointLayout;
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
 * The family of YOLO models of poses: boxes, each with key points. Their outputs look like those of
 * detectors with more classes; where no one says what they are, only the usual ones, people with
 * COCO's key points, are thought of.
 */
public final class YoloPoseFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolo-pose",
          "YOLOv8, v11, v12 and YOLO26 of poses",
          "one output [1, 4 + C + K x 2 or 3, N] or [1, N, 6 + K x 2 or 3]",
          false,
          Ultralytics.SHAPE_DEFAULTS,
          Ultralytics.shapeHints("pose", "pose"));

  /** One point of x and y. */
  private static final int LEAST = 2;

  private static final FamilyDocs DOCS =
      new FamilyDocs(
          List.of(
              new FamilyDocs.Form(
                  "YOLOv8, v11, v12 and YOLO26 of `task=pose`",
                  "[1, 4 + C + KD, N]: box, classes, K key points of D values: x, y, and with D = 3"
                      + " a confidence; K and D by `kpt_shape`, else one class and D = 3 where that"
                      + " divides",
                  "centre and size, pixels",
                  "likeliest class",
                  "suppressed here"),
              new FamilyDocs.Form(
                  "such of them as are exported end to end, or with `nms=True`",
                  "[1, N, 6 + KD]: box, confidence, class, key points",
                  "corners, pixels",
                  "as written",
                  "suppressed by the model")),
          "ultralytics, `data/augment.py`");

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    int usual = KeyPointLayout.COCO.floats();
    return has(input, outputs, YoloOutput.BOX + 1 + usual, YoloOutput.ROW + usual, true);
  }

  @Override
  public boolean fitsWithTask(InputSpec input, List<OutputSpec> outputs) {
    return has(input, outputs, YoloOutput.BOX + 1 + LEAST, YoloOutput.ROW + LEAST, false);
  }

  private static boolean has(
      InputSpec input, List<OutputSpec> outputs, int column, int row, boolean just) {
    return Shapes.sole(
            outputs,
            shape ->
                YoloOutput.areColumns(input, shape)
                    ? isSo(shape.get(1), column, just)
                    : YoloOutput.areRows(input, shape) && isSo(shape.get(2), row, just))
        .isPresent();
  }

  private static boolean isSo(long length, int least, boolean just) {
    return just ? length == least : length >= least;
  }

  /** Of the usual ones one; of others only their maker knows. */
  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    int usual = YoloOutput.BOX + 1 + KeyPointLayout.COCO.floats();
    OptionalInt found = Shapes.sole(outputs, shape -> shape.size() == 3 && shape.get(1) == usual);
    return found.isPresent() ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloPosePostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
