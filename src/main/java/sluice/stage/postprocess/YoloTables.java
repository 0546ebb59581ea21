package sluice.stage.postprocess;

import java.util.List;
import java.util.OptionalInt;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/**
 * The output tables of YOLO heads: rows [1, N, 5 + C] as YOLOv5 has them and columns [1, 4 + C, N]
 * as YOLOv8 has them. Families of other tables ask here what they should leave to YOLO.
 */
public final class YoloTables {
  /** Floats of a row in front of its classes: a box and objectness. */
  public static final int ROW_HEAD = 5;

  /** Floats of a column in front of its classes: a box. */
  public static final int COLUMN_HEAD = 4;

  /** Boxes of a cell: three anchors, or none (YOLOv6, and a YOLOX that decodes its own grid). */
  private static final int ANCHORS = 3;

  private YoloTables() {}

  /** The index of the one output that could be rows of boxes, objectness and classes. */
  public static OptionalInt findRows(InputSpec input, List<OutputSpec> outputs) {
    return Shapes.sole(
        outputs,
        shape ->
            Shapes.isTable(shape, ROW_HEAD + 1)
                // More columns than rows are those of a YOLOv8 rather than thousands of classes.
                && (shape.get(1) >= shape.get(2) || isGridOfRows(input, shape.get(1))));
  }

  /** Whether outputs are surely rows of a YOLO's boxes, by their number. */
  public static boolean areRows(InputSpec input, List<OutputSpec> outputs) {
    OptionalInt found = findRows(input, outputs);
    return found.isPresent() && isGridOfRows(input, outputs.get(found.getAsInt()).shape().get(1));
  }

  private static boolean isGridOfRows(InputSpec input, long boxes) {
    return Shapes.isGrid(input, boxes, ANCHORS) || Shapes.isGrid(input, boxes, 1);
  }

  /** The index of the one output that could be columns of boxes and classes. */
  public static OptionalInt findColumns(InputSpec input, List<OutputSpec> outputs) {
    return Shapes.sole(
        outputs,
        shape ->
            Shapes.isTable(shape, 1)
                && shape.get(1) > COLUMN_HEAD
                && (shape.get(2) >= shape.get(1) || Shapes.isGrid(input, shape.get(2), 1)));
  }

  /**
   * The index of the one output that could be those columns with the two dimensions exchanged: rows
   * [1, N, 4 + C], one for each cell.
   */
  public static OptionalInt findTransposed(InputSpec input, List<OutputSpec> outputs) {
    return Shapes.sole(
        outputs,
        shape -> Shapes.isTable(shape, COLUMN_HEAD + 1) && Shapes.isGrid(input, shape.get(1), 1));
  }

  /** Whether outputs are surely columns of a YOLO's boxes, by their number. */
  public static boolean areColumns(InputSpec input, List<OutputSpec> outputs) {
    OptionalInt found = findColumns(input, outputs);
    return found.isPresent()
        && Shapes.isGrid(input, outputs.get(found.getAsInt()).shape().get(2), 1);
  }
}
