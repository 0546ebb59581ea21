package sluice.stage.postprocess.yolov8;

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
 * The reader of the same floats as {@link YoloV8Postprocessor} has, turned round, as converters to
 * other frameworks and some deployments write them: [1, N, 4 + C], a row for each box.
 */
final class YoloV8RowsPostprocessor implements Postprocessor {
  private static final int FIRST_CLASS = YoloTables.COLUMN_HEAD;

  private final int output;
  private final int columns;
  private final InputSpec input;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this form.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloV8RowsPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        YoloTables.findTransposed(input, outputs)
            .orElseThrow(() -> Families.notOf(YoloV8Family.FACTS, outputs));
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
      int label = Rows.greatest(floats, row + FIRST_CLASS, columns - FIRST_CLASS);
      float probability = at(floats, row + FIRST_CLASS + label);
      if (probability >= settings.threshold()) {
        candidates.addCentred(
            label,
            probability,
            at(floats, row) * units.x(),
            at(floats, row + 1) * units.y(),
            at(floats, row + 2) * units.x(),
            at(floats, row + 3) * units.y());
      }
    }
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }

  private static float at(MemorySegment floats, long index) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }
}
