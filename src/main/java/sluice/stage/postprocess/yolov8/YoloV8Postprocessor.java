package sluice.stage.postprocess.yolov8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import sluice.core.Geometry;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.Families;
import sluice.stage.postprocess.NonMaximumSuppression;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.postprocess.ReadingSettings;
import sluice.stage.postprocess.YoloTables;

/**
 * The reader of YOLOv8, v9, v11, v12, v5 as Ultralytics trains it today, and v10 and YOLO26 where
 * they aren't exported end to end: one output [1, 4 + C, N], a column for each box: centre x,
 * centre y, width, height in pixels of the input, then a probability for each class. A box's class
 * is its likeliest one. (ultralytics/ultralytics, utils/nms.py, {@code non_max_suppression} with
 * one label a box.)
 */
final class YoloV8Postprocessor implements Postprocessor {
  private static final int FIRST_CLASS = YoloTables.COLUMN_HEAD;
  private static final int NONE = -1;

  private final int output;
  private final int classes;
  private final int boxes;
  private final float perPixelX;
  private final float perPixelY;
  private final ReadingSettings settings;

  /**
   * Reads the one output of this family.
   *
   * @throws sluice.core.SluiceException when there is none
   */
  YoloV8Postprocessor(InputSpec input, List<OutputSpec> outputs, ReadingSettings settings) {
    this.output =
        YoloTables.findColumns(input, outputs)
            .orElseThrow(() -> Families.notOf(YoloV8Family.FACTS, outputs));
    List<Long> shape = outputs.get(output).shape();
    this.classes = Math.toIntExact(shape.get(1)) - FIRST_CLASS;
    this.boxes = Math.toIntExact(shape.get(2));
    this.perPixelX = 1f / input.width();
    this.perPixelY = 1f / input.height();
    this.settings = settings;
  }

  @Override
  public Predictions read(TensorSet tensors, Geometry geometry) {
    MemorySegment floats = tensors.output(output);
    float[] probabilities = new float[boxes];
    int[] labels = new int[boxes];
    Arrays.fill(labels, NONE);
    for (int label = 0; label < classes; label++) {
      improve(floats, label, probabilities, labels);
    }
    Candidates candidates = new Candidates(settings);
    for (int box = 0; box < boxes; box++) {
      if (labels[box] != NONE) {
        add(floats, box, labels[box], probabilities[box], candidates);
      }
    }
    return NonMaximumSuppression.apply(candidates, settings.iou(), geometry);
  }

  /** Goes through a class's probabilities, which lie side by side. */
  private void improve(MemorySegment floats, int label, float[] probabilities, int[] labels) {
    float threshold = settings.threshold();
    long first = (long) (FIRST_CLASS + label) * boxes;
    for (int box = 0; box < boxes; box++) {
      float probability = floats.getAtIndex(ValueLayout.JAVA_FLOAT, first + box);
      if (probability >= threshold && (labels[box] == NONE || probability > probabilities[box])) {
        probabilities[box] = probability;
        labels[box] = label;
      }
    }
  }

  private void add(
      MemorySegment floats, int box, int label, float probability, Candidates candidates) {
    candidates.addCentred(
        label,
        probability,
        at(floats, 0, box) * perPixelX,
        at(floats, 1, box) * perPixelY,
        at(floats, 2, box) * perPixelX,
        at(floats, 3, box) * perPixelY);
  }

  private float at(MemorySegment floats, int row, int box) {
    return floats.getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * boxes + box);
  }
}
