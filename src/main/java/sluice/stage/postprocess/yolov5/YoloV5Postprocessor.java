package sluice.stage.postprocess.yolov5;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
import sluice.stage.postprocess.Rows;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of YOLOv5, v6 and v7: one output [1, N, 5 + C], rows of centre x, centre y, width,
 * height in pixels of the input or in fractions of it, objectness, and a probability for each
 * class. A box's class is its likeliest one, its confidence objectness times that probability.
 * (ultralytics/yolov5, utils/general.py, {@code non_max_suppression} with one label a box.)
 */
final class YoloV5Postprocessor implements Postprocessor {
  private static final int OBJECTNESS = 4;
  private static final int FIRST_CLASS = YoloTables.ROW_HEAD;

  private final int output;
  private final int columns;
  private final InputSpec input;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloV5Postprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        YoloTables.findRows(input, outputs)
            .orElseThrow(() -> Families.notOf(YoloV5Family.FACTS, outputs));
    this.columns = Shapes.columns(outputs.get(output));
    this.input = input;
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    BoxUnits units = BoxUnits.ofRows(input, floats, columns);
    Candidates candidates = new Candidates(settings);
    long end = floats.byteSize() / Float.BYTES - columns;
    for (long row = 0; row <= end; row += columns) {
      float objectness = floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + OBJECTNESS);
      if (objectness >= settings.threshold()) {
        add(floats, row, objectness, units, candidates);
      }
    }
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }

  private void add(
      MemorySegment floats, long row, float objectness, BoxUnits units, Candidates candidates) {
    int label = Rows.greatest(floats, row + FIRST_CLASS, columns - FIRST_CLASS);
    float probability = floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + FIRST_CLASS + label);
    candidates.addCentred(
        label,
        objectness * probability,
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, row) * units.x(),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + 1) * units.y(),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + 2) * units.x(),
        floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + 3) * units.y());
  }
}
