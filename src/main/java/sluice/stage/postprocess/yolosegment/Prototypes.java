package sluice.stage.postprocess.yolosegment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.YoloOutput;

/**
 * The prototypes of masks beside a table of boxes: an output [1, M, h, w]. A mask is the sum of
 * all, each times the box's own coefficient, where that is above 0.
 *
 * @param boxes index of the output with the boxes
 * @param output index of the output with the prototypes
 * @param channels how many there are, M
 * @param width their width, samples
 * @param height their height, samples
 */
record Prototypes(int boxes, int output, int channels, int width, int height) {
  private static final int TABLE = 3;
  private static final int PICTURES = 4;

  /** Those among outputs of a model that has a table of boxes besides and nothing else. */
  static Optional<Prototypes> find(List<OutputSpec> outputs) {
    int[] tables = ofDimensions(outputs, TABLE);
    int[] pictures = ofDimensions(outputs, PICTURES);
    if (outputs.size() != 2 || tables.length != 1 || pictures.length != 1) {
      return Optional.empty();
    }
    OutputSpec spec = outputs.get(pictures[0]);
    if (spec.isOpen() || spec.shape().getFirst() != 1) {
      return Optional.empty();
    }
    int[] shape = spec.shape().stream().mapToInt(Math::toIntExact).toArray();
    return Optional.of(new Prototypes(tables[0], pictures[0], shape[1], shape[3], shape[2]));
  }

  private static int[] ofDimensions(List<OutputSpec> outputs, int dimensions) {
    return IntStream.range(0, outputs.size())
        .filter(i -> outputs.get(i).shape().size() == dimensions)
        .toArray();
  }

  /** The table of boxes beside them, whose further floats are coefficients. */
  Optional<YoloOutput> table(InputSpec input, List<OutputSpec> outputs) {
    return YoloOutput.either(input, boxes, outputs.get(boxes), channels);
  }

  /**
   * Sums the prototypes up over a rectangle of samples.
   *
   * @param floats those of the output
   * @param coefficients one for each prototype
   * @param left first column, inside the prototypes as the whole rectangle is
   * @param top first row
   * @param columns columns of the rectangle
   * @param rows rows of the rectangle
   * @param sums takes the sums, row by row
   */
  void sum(
      MemorySegment floats,
      float[] coefficients,
      int left,
      int top,
      int columns,
      int rows,
      float[] sums) {
    for (int channel = 0; channel < channels; channel++) {
      float coefficient = coefficients[channel];
      for (int row = 0; row < rows; row++) {
        long first = ((long) channel * height + top + row) * width + left;
        int at = row * columns;
        for (int column = 0; column < columns; column++) {
          float value = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + column);
          float before = channel == 0 ? 0 : sums[at + column];
          sums[at + column] = before + coefficient * value;
        }
      }
    }
  }
}
