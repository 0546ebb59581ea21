package sluice.stage.postprocess.yoloobb;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.BoxUnits;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.NonMaximumSuppression;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloOutput;

/**
 * The reader of YOLO models of rotated boxes: centre x, centre y, width, height in pixels of the
 * input, or in fractions of it, in both forms, and the angle by which the box is turned clockwise,
 * in radians. A detection's box is the hull of the turned one. (ultralytics/ultralytics,
 * models/yolo/obb/predict.py; utils/ops.py, {@code xywhr2xyxyxyxy}.)
 */
final class YoloObbPostprocessor implements Postprocessor {
  private final InputSpec input;
  private final YoloOutput table;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloObbPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    OptionalInt sole = Shapes.sole(outputs, shape -> Shapes.isTable(shape, 1));
    this.input = input;
    this.table =
        sole.stream()
            .boxed()
            .flatMap(
                found ->
                    YoloOutput.either(input, found, outputs.get(found), YoloObbFamily.EXTRAS)
                        .stream())
            .findFirst()
            .orElseThrow(() -> Families.notOf(YoloObbFamily.FACTS, outputs));
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(table.output());
    BoxUnits units = table.units(floats, input);
    float pixelsX = input.width() / units.width();
    float pixelsY = input.height() / units.height();
    Candidates candidates = new Candidates(settings);
    RotatedBoxes boxes = new RotatedBoxes(candidates, input);
    table.read(
        floats,
        settings.threshold(),
        (box, label, confidence) ->
            boxes.add(
                label,
                confidence,
                table.of(floats, box, 0) * pixelsX,
                table.of(floats, box, 1) * pixelsY,
                table.of(floats, box, 2) * pixelsX,
                table.of(floats, box, 3) * pixelsY,
                table.extra(floats, box, 0)));
    Candidates.Shaper shaper = candidate -> Optional.of(boxes.shape(candidate, geometry));
    if (table.isChosen()) {
      return candidates.strongest(NonMaximumSuppression.MOST, geometry, shaper);
    }
    int[] kept = RotatedSuppression.apply(candidates, boxes, settings.iou());
    return candidates.detections(kept, kept.length, geometry, shaper);
  }
}
