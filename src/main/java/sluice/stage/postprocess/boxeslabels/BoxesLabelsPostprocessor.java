package sluice.stage.postprocess.boxeslabels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
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
 * The reader of boxes with labels beside them, as newer detectors of the Open Model Zoo and what
 * its training extensions export have them: an output of boxes, [N, 5] or [1, N, 5], rows of left,
 * top, right, bottom in pixels of the input and confidence, and one of labels, [N] or [1, N]. The
 * model did non-maximum suppression; N may vary from frame to frame. Other outputs (masks,
 * features) are not read. (open_model_zoo, models/intel/ person-detection-0301;
 * openvinotoolkit/model_api, {@code BoxesLabelsParser}.)
 */
final class BoxesLabelsPostprocessor implements Postprocessor {
  private static final int ROW = 5;
  private static final int CONFIDENCE = 4;

  private final int boxes;
  private final int labels;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /**
   * Reads the two outputs of this family.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  BoxesLabelsPostprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.boxes =
        findBoxes(outputs).orElseThrow(() -> Families.notOf(BoxesLabelsFamily.FACTS, outputs));
    this.labels =
        findLabels(outputs).orElseThrow(() -> Families.notOf(BoxesLabelsFamily.FACTS, outputs));
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  /** Whether outputs are boxes and labels. */
  static boolean fits(List<OutputSpec> outputs) {
    return findLabels(outputs).isPresent();
  }

  private static OptionalInt findBoxes(List<OutputSpec> outputs) {
    return IntStream.range(0, outputs.size())
        .filter(i -> isBoxes(outputs.get(i).shape()))
        .findFirst();
  }

  private static boolean isBoxes(List<Long> shape) {
    return (shape.size() == 2 || Shapes.isTable(shape, ROW)) && shape.getLast() == ROW;
  }

  /** Labels have the shape of the boxes without its last dimension. */
  private static OptionalInt findLabels(List<OutputSpec> outputs) {
    OptionalInt boxes = findBoxes(outputs);
    if (boxes.isEmpty()) {
      return boxes;
    }
    List<Long> shape = outputs.get(boxes.getAsInt()).shape();
    List<Long> wanted = shape.subList(0, shape.size() - 1);
    return IntStream.range(0, outputs.size())
        .filter(i -> outputs.get(i).shape().equals(wanted))
        .findFirst();
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment rows = tensors.output(boxes);
    MemorySegment classes = tensors.output(labels);
    long count = Math.min(rows.byteSize() / (ROW * Float.BYTES), classes.byteSize() / Float.BYTES);
    Candidates candidates = new Candidates(settings);
    for (long row = 0; row < count; row++) {
      float confidence = rows.getAtIndex(ValueLayout.JAVA_FLOAT, row * ROW + CONFIDENCE);
      if (confidence >= settings.threshold()) {
        int label = Candidates.label(classes.getAtIndex(ValueLayout.JAVA_FLOAT, row));
        candidates.addCorners(label, confidence, rows, row * ROW, perPixelX, perPixelY);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }
}
