package sluice.stage.postprocess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.model.InputSpec;

/**
 * Reference implementation of the postprocessors, as simple as possible: rows, no optimisation of
 * time or memory.
 */
final class SlowReader {
  private final InputSpec input;
  private final float threshold;
  private final float iou;
  private final List<Detection> all = new ArrayList<>();

  SlowReader(InputSpec input, float threshold, float iou) {
    this.input = input;
    this.threshold = threshold;
    this.iou = iou;
  }

  /** A table as rows. */
  static float[][] rows(float[] table, int columns) {
    return IntStream.range(0, table.length / columns)
        .mapToObj(row -> java.util.Arrays.copyOfRange(table, row * columns, (row + 1) * columns))
        .toArray(float[][]::new);
  }

  /** The same table with rows for columns. */
  static float[][] transposed(float[][] table) {
    float[][] result = new float[table[0].length][table.length];
    for (int row = 0; row < table.length; row++) {
      for (int column = 0; column < table[row].length; column++) {
        result[column][row] = table[row][column];
      }
    }
    return result;
  }

  /** Where the greatest of a row's numbers is, from an index on. */
  static int greatest(float[] row, int from, int to) {
    return IntStream.range(from, to)
            .boxed()
            .max(
                Comparator.<Integer, Float>comparing(i -> row[i])
                    .thenComparing(Comparator.reverseOrder()))
            .orElseThrow()
        - from;
  }

  /** A box in pixels of the input. */
  SlowReader corners(int label, float confidence, double... edges) {
    if (confidence >= threshold) {
      Box box =
          new Box(
              (float) (edges[0] / input.width()),
              (float) (edges[1] / input.height()),
              (float) (edges[2] / input.width()),
              (float) (edges[3] / input.height()));
      all.add(new Detection(label, Integer.toString(label), confidence, box));
    }
    return this;
  }

  /** A box by its centre, in pixels of the input. */
  SlowReader centred(int label, float confidence, double x, double y, double w, double h) {
    return corners(label, confidence, x - w / 2, y - h / 2, x + w / 2, y + h / 2);
  }

  /** All boxes, most confident first. */
  List<Detection> sorted() {
    List<Detection> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(Detection::confidence).reversed());
    return sorted;
  }

  /** Boxes cut to the picture. */
  static List<Detection> clamped(List<Detection> found) {
    return found.stream()
        .map(
            each ->
                new Detection(each.labelId(), each.label(), each.confidence(), each.box().clamp()))
        .toList();
  }

  /** Takes the most confident one, strikes out what overlaps with it, and so on. */
  List<Detection> suppressed() {
    List<Detection> left = sorted();
    List<Detection> kept = new ArrayList<>();
    while (!left.isEmpty()) {
      Detection best = left.removeFirst();
      kept.add(best);
      left.removeIf(
          other -> other.labelId() == best.labelId() && overlap(best.box(), other.box()) > iou);
    }
    return kept;
  }

  private static double overlap(Box a, Box b) {
    double width = Math.min(a.xMax(), b.xMax()) - Math.max(a.xMin(), b.xMin());
    double height = Math.min(a.yMax(), b.yMax()) - Math.max(a.yMin(), b.yMin());
    double common = Math.max(0, width) * Math.max(0, height);
    double areas = (double) a.width() * a.height() + (double) b.width() * b.height();
    return common / (areas - common);
  }
}
