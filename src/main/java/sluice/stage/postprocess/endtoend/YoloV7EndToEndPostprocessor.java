package sluice.stage.postprocess.endtoend;

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
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.Shapes;

/**
 * The reader of YOLOv7 with its suppression in the graph: one output [N, 7], rows of the picture's
 * number in the batch, left, top, right, bottom in pixels of the input, class and score. N differs
 * from inference to inference. (WongKinYiu/yolov7, models/experimental.py, {@code ONNX_ORT}.)
 */
final class YoloV7EndToEndPostprocessor implements Postprocessor {
  private static final int ROW = 7;
  private static final int BOX = 1;
  private static final int LABEL = 5;
  private static final int SCORE = 6;

  private final int output;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloV7EndToEndPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        find(outputs).orElseThrow(() -> Families.notOf(YoloV7EndToEndFamily.FACTS, outputs));
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  /** Whether outputs could be such rows; a single one would rather be a classifier's scores. */
  static boolean fits(List<OutputSpec> outputs) {
    return find(outputs).isPresent();
  }

  private static OptionalInt find(List<OutputSpec> outputs) {
    return Shapes.sole(
        outputs, shape -> shape.size() == 2 && shape.getFirst() != 1 && shape.getLast() == ROW);
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    long rows = floats.byteSize() / (ROW * Float.BYTES);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < rows; row++) {
      float score = at(floats, row, SCORE);
      if (score >= settings.threshold() && Math.round(at(floats, row, 0)) == 0) {
        int label = Candidates.label(at(floats, row, LABEL));
        candidates.addCorners(label, score, floats, row * ROW + BOX, perPixelX, perPixelY);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }

  private static float at(MemorySegment floats, long row, int column) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, row * ROW + column);
  }
}
