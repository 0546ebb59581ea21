package sluice.stage.postprocess.yolox;

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
import sluice.stage.postprocess.NonMaximumSuppression;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Rows;
import sluice.stage.postprocess.Shapes;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of YOLOX as it is exported by default: one output [1, N, 5 + C], a row for each cell
 * of three grids with steps of 8, 16 and 32 pixels, each from its upper left corner on, row by row.
 * A row is the centre relative to the cell's corner, in steps, the logarithms of width and height
 * in steps, objectness, and a probability for each class. A box's class is its likeliest one, its
 * confidence objectness times that probability. (Megvii-BaseDetection/YOLOX, models/yolo_head.py,
 * {@code decode_outputs}, and utils/boxes.py, {@code postprocess}.)
 */
final class YoloxPostprocessor implements Postprocessor {
  private static final int[] STEPS = {8, 16, 32};
  private static final int OBJECTNESS = 4;
  private static final int FIRST_CLASS = YoloTables.ROW_HEAD;

  private final int output;
  private final int columns;
  private final InputSpec input;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none with as many rows as the grids have
   *     cells
   */
  YoloxPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        find(input, outputs).orElseThrow(() -> Families.notOf(YoloxFamily.FACTS, outputs));
    this.columns = Shapes.columns(outputs.get(output));
    this.input = input;
    this.settings = settings;
  }

  /** Whether outputs have a row for each cell. */
  static boolean fits(InputSpec input, List<OutputSpec> outputs) {
    return find(input, outputs).isPresent();
  }

  private static OptionalInt find(InputSpec input, List<OutputSpec> outputs) {
    return Shapes.sole(
        outputs,
        shape ->
            Shapes.isTable(shape, FIRST_CLASS + 1) && shape.get(1) == Shapes.cells(input, STEPS));
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    Candidates candidates = new Candidates(settings);
    long row = 0;
    for (int step : STEPS) {
      int width = input.width() / step;
      int cells = width * (input.height() / step);
      for (int cell = 0; cell < cells; cell++, row += columns) {
        float objectness = floats.getAtIndex(ValueLayout.JAVA_FLOAT, row + OBJECTNESS);
        if (objectness >= settings.threshold()) {
          add(floats, row, step, cell % width, cell / width, candidates);
        }
      }
    }
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }

  private void add(
      MemorySegment floats, long row, int step, int column, int line, Candidates candidates) {
    float across = (float) step / input.width();
    float down = (float) step / input.height();
    int label = Rows.greatest(floats, row + FIRST_CLASS, columns - FIRST_CLASS);
    candidates.addCentred(
        label,
        at(floats, row + OBJECTNESS) * at(floats, row + FIRST_CLASS + label),
        (at(floats, row) + column) * across,
        (at(floats, row + 1) + line) * down,
        (float) Math.exp(at(floats, row + 2)) * across,
        (float) Math.exp(at(floats, row + 3)) * down);
  }

  private static float at(MemorySegment floats, long index) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }
}
