package sluice.stage.postprocess.yolosegment;

import java.util.List;
import java.util.OptionalLong;
import sluice.core.model.InputSpec;
import sluice.core.model.ModelFamily;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Family;
import sluice.stage.postprocess.FamilyDocs;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Ultralytics;
import sluice.stage.postprocess.YoloOutput;

/** The family of YOLO models that segment: boxes, each with a mask. */
public final class YoloSegmentFamily implements Family {
  /** Its identity, defaults and hints. */
  public static final ModelFamily FACTS =
      new ModelFamily(
          "yolo-segment",
          "YOLOv8, v9, v11, v12 and YOLO26 that segment",
          "[1, 4 + C + M, N] or [1, N, 6 + M], and prototypes of masks [1, M, h, w]",
          false,
          Ultralytics.SHAPE_DEFAULTS,
          Ultralytics.shapeHints("segment", "seg"));

  private static final String TRAINING = "ultralytics, `data/augment.py`";

  private static final FamilyDocs DOCS =
      new FamilyDocs(
          List.of(
              new FamilyDocs.Form(
                  "YOLOv8, v9, v11, v12 and YOLO26 of `task=segment`",
                  "[1, 4 + C + M, N]: box, classes, M coefficients; beside it M prototypes of masks"
                      + " [1, M, h, w]",
                  "centre and size, pixels",
                  "likeliest class",
                  "suppressed here"),
              new FamilyDocs.Form(
                  "such of them as are exported end to end, or with `nms=True`",
                  "[1, N, 6 + M]: box, confidence, class, M coefficients; and [1, M, h, w]",
                  "corners, pixels",
                  "as written",
                  "suppressed by the model")),
          TRAINING);

  @Override
  public ModelFamily facts() {
    return FACTS;
  }

  @Override
  public boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return Prototypes.find(outputs)
        .flatMap(found -> found.table(input, outputs).map(table -> isSure(input, outputs, table)))
        .orElse(false);
  }

  private static boolean isSure(InputSpec input, List<OutputSpec> outputs, YoloOutput table) {
    List<Long> shape = outputs.get(table.output()).shape();
    return table.isChosen()
        ? YoloOutput.areRows(input, shape)
        : YoloOutput.areColumns(input, shape);
  }

  @Override
  public OptionalLong classCount(List<OutputSpec> outputs) {
    return Prototypes.find(outputs)
        .map(
            found -> {
              List<Long> shape = outputs.get(found.boxes()).shape();
              boolean rows = shape.get(2) == YoloOutput.ROW + found.channels();
              return rows
                  ? OptionalLong.empty()
                  : OptionalLong.of(shape.get(1) - YoloOutput.BOX - found.channels());
            })
        .orElse(OptionalLong.empty());
  }

  @Override
  public Postprocessor reader(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    return new YoloSegmentPostprocessor(input, outputs, settings);
  }

  @Override
  public FamilyDocs docs() {
    return DOCS;
  }
}
