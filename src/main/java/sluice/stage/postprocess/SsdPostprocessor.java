package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Findings;
import sluice.core.Geometry;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;
import sluice.core.TensorSet;

/**
 * Models that end in OpenVINO's DetectionOutput (single-shot detectors): one output [1, 1, N, 7],
 * rows of image id, label id, confidence, x_min, y_min, x_max, y_max in fractions of the input. A
 * row with a negative image id ends the list; what follows it is undefined. (OpenVINO operation
 * set, DetectionOutput-8.)
 */
public final class SsdPostprocessor implements Postprocessor {
  private static final int ROW = 7;
  private static final Comparator<Detection> MOST_CONFIDENT_FIRST =
      Comparator.comparingDouble(Detection::confidence).reversed();

  private final int output;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @param outputs the model's outputs
   * @throws sluice.core.SluiceException when no output has this family's shape
   */
  public SsdPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    this.output = find(outputs).orElseThrow(() -> Families.notOf(ModelFamily.SSD, outputs));
    this.settings = settings;
  }

  /** Whether outputs are of this family. */
  public static boolean matches(List<OutputSpec> outputs) {
    return find(outputs).isPresent();
  }

  @Override
  public Findings read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    long rows = floats.byteSize() / (ROW * Float.BYTES);
    List<Detection> found = new ArrayList<>();
    for (int row = 0; row < rows && at(floats, row, 0) >= 0; row++) {
      float confidence = at(floats, row, 2);
      if (confidence >= settings.threshold()) {
        found.add(detection(floats, row, confidence, geometry));
      }
    }
    found.sort(MOST_CONFIDENT_FIRST);
    return Findings.ofDetections(found);
  }

  private Detection detection(MemorySegment floats, int row, float confidence, Geometry geometry) {
    int label = (int) at(floats, row, 1);
    Box box =
        new Box(at(floats, row, 3), at(floats, row, 4), at(floats, row, 5), at(floats, row, 6));
    return new Detection(
        label,
        settings.labels().apply(label),
        Math.min(1f, confidence),
        geometry.toPicture(box).clamp());
  }

  private static float at(MemorySegment floats, int row, int column) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * ROW + column);
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return IntStream.range(0, outputs.size())
        .filter(i -> isSsd(outputs.get(i).shape()))
        .findFirst();
  }

  private static boolean isSsd(List<Long> shape) {
    return shape.size() == 4 && shape.get(0) == 1 && shape.get(1) == 1 && shape.get(3) == ROW;
  }
}
