package sluice.stage.postprocess.rtdetr;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.Queries;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Rows;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of RT-DETR as Ultralytics exports it: one output [1, N, 4 + C], for each query centre
 * x, centre y, width and height in fractions of the input, then a probability for each class. A
 * query's class is its likeliest one. (ultralytics/ultralytics, models/rtdetr/predict.py.)
 */
final class RtDetrPostprocessor implements Postprocessor {
  private final int output;
  private final int columns;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this form.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  RtDetrPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    this.output = find(outputs).orElseThrow(() -> Families.notOf(RtDetrFamily.FACTS, outputs));
    this.columns = Shapes.columns(outputs.get(output));
    this.settings = settings;
  }

  /** Whether outputs could be queries, and not boxes of a YOLO, of which there are others. */
  static boolean fits(InputSpec input, List<OutputSpec> outputs) {
    OptionalInt found = find(outputs);
    return found.isPresent()
        && Queries.isUsualCount(outputs.get(found.getAsInt()).shape().get(1))
        && !YoloTables.areRows(input, outputs)
        && !YoloTables.areColumns(input, outputs);
  }

  /** Whether outputs have this form. */
  static boolean isOneOutput(List<OutputSpec> outputs) {
    return find(outputs).isPresent();
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return Shapes.sole(outputs, shape -> Shapes.isTable(shape, Queries.BOX + 1));
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    Candidates candidates = new Candidates(settings);
    long end = floats.byteSize() / Float.BYTES - columns;
    for (long row = 0; row <= end; row += columns) {
      long first = row + Queries.BOX;
      int label = Rows.greatest(floats, first, columns - Queries.BOX);
      float probability = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + label);
      if (probability >= settings.threshold()) {
        candidates.addQuery(label, probability, floats, row);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }
}
