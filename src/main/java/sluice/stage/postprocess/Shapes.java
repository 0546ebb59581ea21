package sluice.stage.postprocess;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/** Output shapes: what they say of a model whose family is not configured. */
public final class Shapes {
  /** Raw heads, which older exports of YOLOv5 have beside their output: [1, 3, y, x, 5 + C]. */
  private static final int RAW_HEAD = 5;

  /** Steps of the grids that YOLO's heads have, in pixels: usual, large, fine and tiny models. */
  private static final int[][] GRIDS = {{8, 16, 32}, {8, 16, 32, 64}, {4, 8, 16, 32}, {16, 32}};

  /** Floats of a row of DetectionOutput. */
  private static final int DETECTION_ROW = 7;

  private Shapes() {}

  /**
   * The output of a model that has just one, not counting raw heads. (A second one means more than
   * boxes, as masks of a segmenting model.)
   *
   * @return its index; empty where there are more or the shape is another
   */
  public static OptionalInt sole(List<OutputSpec> outputs, Predicate<List<Long>> shape) {
    int[] found =
        IntStream.range(0, outputs.size())
            .filter(i -> outputs.get(i).shape().size() != RAW_HEAD)
            .toArray();
    return found.length == 1 && shape.test(outputs.get(found[0]).shape())
        ? OptionalInt.of(found[0])
        : OptionalInt.empty();
  }

  /**
   * The shape [1, rows, columns] of a model's one output, not counting raw heads.
   *
   * @throws java.util.NoSuchElementException when there is none
   */
  public static List<Long> table(List<OutputSpec> outputs) {
    int found = sole(outputs, shape -> isTable(shape, 1)).orElseThrow();
    return outputs.get(found).shape();
  }

  /** Whether a shape is that of OpenVINO's DetectionOutput, [1, 1, N, 7]. */
  public static boolean isDetectionOutput(List<Long> shape) {
    return shape.size() == 4
        && shape.get(0) == 1
        && shape.get(1) == 1
        && shape.get(3) == DETECTION_ROW;
  }

  /** Whether a shape is [1, rows, columns] with at least so many columns. */
  public static boolean isTable(List<Long> shape, int columns) {
    return shape.size() == 3 && shape.get(0) == 1 && shape.get(2) >= columns;
  }

  /** The floats of a row, which is the last dimension's extent. */
  public static int columns(OutputSpec output) {
    return Math.toIntExact(output.shape().getLast());
  }

  /** The number of cells of square grids over an input. */
  public static long cells(InputSpec input, int... steps) {
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
  public static boolean isGrid(InputSpec input, long boxes, int each) {
    for (int[] steps : GRIDS) {
      if (boxes == each * cells(input, steps)) {
        return true;
      }
    }
    return false;
  }
}
