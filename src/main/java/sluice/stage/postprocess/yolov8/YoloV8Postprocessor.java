package sluice.stage.postprocess.yolov8;

import java.lang.foreign.MemorySegment;
import java.util.List;
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
import sluice.stage.postprocess.YoloOutput;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of YOLOv8, v9, v11, v12, v5 as Ultralytics trains it today, and v10 and YOLO26 where
 * they aren't exported end to end: one output [1, 4 + C, N], a column for each box: centre x,
 * centre y, width, height in pixels of the input or in fractions of it, then a probability for each
 * class. A box's class is its likeliest one. (ultralytics/ultralytics, utils/nms.py, {@code
 * non_max_suppression} with one label a box.)
 */
final class YoloV8Postprocessor implements Postprocessor {
  private final YoloOutput table;
  private final InputSpec input;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloV8Postprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.table =
        YoloTables.findColumns(input, outputs).stream()
            .boxed()
            .flatMap(found -> YoloOutput.columns(found, outputs.get(found), 0).stream())
            .findFirst()
            .orElseThrow(() -> Families.notOf(YoloV8Family.FACTS, outputs));
    this.input = input;
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(table.output());
    BoxUnits units = table.units(floats, input);
    Candidates candidates = new Candidates(settings);
    table.read(
        floats,
        settings.threshold(),
        (box, label, confidence) -> table.add(floats, box, label, confidence, units, candidates));
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }
}
