package sluice.stage.postprocess;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import sluice.core.InputSpec;
import sluice.core.OutputSpec;

/** What the shapes of outputs tell. */
final class Shapes {
  /** Raw heads, which older exports of YOLOv5 have beside their output: [1, 3, y, x, 5 + C]. */
  private static final int RAW_HEAD = 5;

  /** Steps of the grids that YOLO's heads have, in pixels: usual, large, fine and tiny models. */
  private static final int[][] GRIDS = {{8, 16, 32}, {8, 16, 32, 64}, {4, 8, 16, 32}, {16, 32}};

  private Shapes() {}

  /**
   * The output of a model that has just one, not counting raw heads. (A second one means more than
   * boxes, as masks of a segmenting model.)
   *
   * @return its index; empty where there are more or the shape is another
   */
  static OptionalInt sole(List<OutputSpec> outputs, Predicate<List<Long>> shape) {
    int[] found =
        IntStream.range(0, outputs.size())
            .filter(i -> outputs.get(i).shape().size() != RAW_HEAD)
            .toArray();
    return found.length == 1 && shape.test(outputs.get(found[0]).shape())
        ? OptionalInt.of(found[0])
        : OptionalInt.empty();
  }

  /** Whether a shape is [1, rows, columns] with at least so many columns. */
  static boolean isTable(List<Long> shape, int columns) {
    return shape.size() == 3 && shape.get(0) == 1 && shape.get(2) >= columns;
  }

  /** The floats of a row, which is the last dimension's extent. */
  static int columns(OutputSpec output) {
    return Math.toIntExact(output.shape().getLast());
  }

  /** The number of cells of square grids over an input. */
  static long cells(InputSpec input, int... steps) {
    long cells = 0;
    for (int step : steps) {
      cells += (long) (input.width() / step) * (input.height() / step);
    }
    return cells;
  }

  /**
   * Whether a number of boxes is that of a YOLO over an input.
   *
   * @param each boxes of a cell
   */
  static boolean isGrid(InputSpec input, long boxes, int each) {
    for (int[] steps : GRIDS) {
      if (boxes == each * cells(input, steps)) {
        return true;
      }
    }
    return false;
  }
}
