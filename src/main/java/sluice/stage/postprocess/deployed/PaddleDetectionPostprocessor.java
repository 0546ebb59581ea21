package sluice.stage.postprocess.deployed;

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

/**
 * The reader of PaddleDetection's results: rows [N, 6] of class, confidence, left, top, right and
 * bottom in pixels of the size that the model was told, and an output of one number, how many rows
 * there are. Rows that stand for nothing have a class below 0. (PaddlePaddle/PaddleDetection,
 * deploy/python/infer.py.)
 */
final class PaddleDetectionPostprocessor implements Postprocessor {
  private static final int ROW = 6;
  private static final int CONFIDENCE = 1;
  private static final int BOX = 2;

  private final int rows;
  private final int number;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /**
   * Reads the two outputs of this family.
   *
   * @throws sluice.core.SluiceException when they aren't there
   */
  PaddleDetectionPostprocessor(
      InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.rows =
        find(outputs).orElseThrow(() -> Families.notOf(PaddleDetectionFamily.FACTS, outputs));
    this.number = 1 - rows;
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  /** The rows' output; empty where there are others than the two. */
  static OptionalInt find(List<OutputSpec> outputs) {
    if (outputs.size() != 2) {
      return OptionalInt.empty();
    }
    return IntStream.of(0, 1)
        .filter(i -> isRows(outputs.get(i).shape()) && isNumber(outputs.get(1 - i).shape()))
        .findFirst();
  }

  private static boolean isRows(List<Long> shape) {
    return shape.size() == 2 && shape.getLast() == ROW;
  }

  /** One for each picture, of which there is one. */
  private static boolean isNumber(List<Long> shape) {
    return shape.size() <= 1
        && shape.stream().allMatch(extent -> extent == 1 || extent == OutputSpec.OPEN);
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(rows);
    MemorySegment told = tensors.output(number);
    long count = floats.byteSize() / (ROW * Float.BYTES);
    if (told.byteSize() >= Float.BYTES) {
      float written = told.getAtIndex(ValueLayout.JAVA_FLOAT, 0);
      count = written >= 0 && written < count ? (long) written : count;
    }
    Candidates candidates = new Candidates(settings);
    for (long first = 0; first < count * ROW; first += ROW) {
      float confidence = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + CONFIDENCE);
      if (confidence >= settings.threshold()) {
        int label = Candidates.label(floats.getAtIndex(ValueLayout.JAVA_FLOAT, first));
        candidates.addCorners(label, confidence, floats, first + BOX, perPixelX, perPixelY);
      }
    }
    return candidates.strongest(candidates.size(), geometry);
  }
}
