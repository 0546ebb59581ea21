package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import sluice.core.Findings;
import sluice.core.Geometry;
import sluice.core.InputSpec;
import sluice.core.ModelFamily;
import sluice.core.OutputSpec;
import sluice.core.TensorSet;

/**
 * YOLO models that sift their boxes themselves (YOLOv10, YOLO26, and others that Ultralytics
 * exports with their suppression inside): one output [1, N, 6], rows of left, top, right, bottom in
 * pixels of the input, confidence, class. Rows that stand for nothing have a confidence of 0.
 * (ultralytics/ultralytics, utils/nms.py, the branch for end-to-end models.)
 */
final class EndToEndPostprocessor implements Postprocessor {
  private static final int ROW = 6;
  private static final int CONFIDENCE = 4;
  private static final int LABEL = 5;

  private final int output;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  EndToEndPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        find(outputs).orElseThrow(() -> Families.notOf(ModelFamily.YOLO_END_TO_END, outputs));
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  /** Whether outputs could be sifted boxes. */
  static boolean fits(List<OutputSpec> outputs) {
    return find(outputs).isPresent();
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return Shapes.sole(outputs, shape -> Shapes.isTable(shape, ROW) && shape.get(2) == ROW);
  }

  @Override
  public Findings read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    long rows = floats.byteSize() / (ROW * Float.BYTES);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < rows; row++) {
      float confidence = at(floats, row, CONFIDENCE);
      if (confidence >= settings.threshold()) {
        candidates.add(
            Candidates.label(at(floats, row, LABEL)),
            confidence,
            at(floats, row, 0) * perPixelX,
            at(floats, row, 1) * perPixelY,
            at(floats, row, 2) * perPixelX,
            at(floats, row, 3) * perPixelY);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  private static float at(MemorySegment floats, long row, int column) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, row * ROW + column);
  }
}
