package sluice.stage.postprocess.ssd;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;

/**
 * The reader of OpenVINO's DetectionOutput, in which single-shot detectors end: one output [1, 1,
 * N, 7], rows of image id, label id, confidence, x_min, y_min, x_max, y_max in fractions of the
 * input. A row with a negative image id ends the list; what follows it is undefined. (OpenVINO
 * operation set, DetectionOutput-8.)
 */
final class SsdPostprocessor implements Postprocessor {
  private static final int ROW = 7;
  private static final int BOX = 3;

  private final int output;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when no output has this family's shape
   */
  SsdPostprocessor(List<OutputSpec> outputs, ReadingSettings settings) {
    this.output = find(outputs).orElseThrow(() -> Families.notOf(SsdFamily.FACTS, outputs));
    this.settings = settings;
  }

  /** Whether outputs are of this family. */
  static boolean fits(List<OutputSpec> outputs) {
    return find(outputs).isPresent();
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    long rows = floats.byteSize() / (ROW * Float.BYTES);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < rows && at(floats, row, 0) >= 0; row++) {
      float confidence = at(floats, row, 2);
      if (confidence >= settings.threshold()) {
        int label = Candidates.label(at(floats, row, 1));
        candidates.addCorners(label, confidence, floats, row * ROW + BOX, 1, 1);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  private static float at(MemorySegment floats, long row, int column) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, row * ROW + column);
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return IntStream.range(0, outputs.size())
        .filter(i -> Shapes.isDetectionOutput(outputs.get(i).shape()))
        .findFirst();
  }
}
