package sluice.stage.postprocess;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import sluice.core.TensorSet;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;

/**
 * Outputs as a YOLO has them for a full street at 640x640: the cells of three grids around each
 * object find it, the nearer ones with more confidence, and the rest finds next to nothing. The
 * same seed gives the same floats.
 */
final class YoloScene {
  static final InputSpec INPUT = new InputSpec(640, 640, ChannelOrder.RGB);
  static final int CLASSES = 80;
  static final int BOXES = 8400;

  private static final int[] STEPS = {8, 16, 32};
  private static final double BACKGROUND = 0.01;
  private static final double REACH = 2.5;

  private final float[][] boxes = new float[BOXES][4];
  private final float[][] scores = new float[BOXES][CLASSES];

  private record Thing(double x, double y, double width, double height, int label, double best) {}

  /**
   * A scene.
   *
   * @param objects how many things are in it
   */
  YoloScene(long seed, int objects) {
    Random random = new Random(seed);
    List<Thing> things =
        random
            .ints(objects)
            .mapToObj(
                _ ->
                    new Thing(
                        random.nextDouble() * 640,
                        random.nextDouble() * 640,
                        20 + random.nextDouble() * 140,
                        20 + random.nextDouble() * 180,
                        random.nextInt(4),
                        0.3 + 0.65 * random.nextDouble()))
            .toList();
    int box = 0;
    for (int step : STEPS) {
      for (int y = 0; y < 640 / step; y++) {
        for (int x = 0; x < 640 / step; x++) {
          cell(random, things, box++, (x + 0.5) * step, (y + 0.5) * step, step);
        }
      }
    }
  }

  private void cell(Random random, List<Thing> things, int box, double x, double y, int step) {
    double[] written = {x, y, 2.0 * step, 2.0 * step};
    for (int label = 0; label < CLASSES; label++) {
      scores[box][label] = (float) (BACKGROUND * random.nextDouble());
    }
    for (Thing thing : things) {
      double away = Math.hypot(x - thing.x, y - thing.y) / step;
      double score = thing.best * Math.exp(-away * away / (2 * REACH));
      if (score > scores[box][thing.label]) {
        scores[box][thing.label] = (float) score;
        written =
            new double[] {
              thing.x + random.nextGaussian() * 2,
              thing.y + random.nextGaussian() * 2,
              thing.width * (1 + random.nextGaussian() * 0.05),
              thing.height * (1 + random.nextGaussian() * 0.05)
            };
      }
    }
    for (int i = 0; i < 4; i++) {
      boxes[box][i] = (float) written[i];
    }
  }

  /** How many boxes have a class that reaches a threshold. */
  long candidates(float threshold) {
    long count = 0;
    for (float[] each : scores) {
      for (float score : each) {
        if (score >= threshold) {
          count++;
          break;
        }
      }
    }
    return count;
  }

  /** As YOLOv8 writes it, [1, 84, 8400]. */
  TensorSet columns(Arena arena) {
    MemorySegment floats = arena.allocate((4L + CLASSES) * BOXES * Float.BYTES, 64);
    for (int box = 0; box < BOXES; box++) {
      for (int i = 0; i < 4 + CLASSES; i++) {
        float value = i < 4 ? boxes[box][i] : scores[box][i - 4];
        floats.setAtIndex(ValueLayout.JAVA_FLOAT, (long) i * BOXES + box, value);
      }
    }
    return new FloatTensors(List.of(floats));
  }

  /** As YOLOv5 writes it, here without anchors, [1, 8400, 85]. */
  TensorSet rows(Arena arena) {
    int row = 5 + CLASSES;
    MemorySegment floats = arena.allocate((long) row * BOXES * Float.BYTES, 64);
    for (int box = 0; box < BOXES; box++) {
      for (int i = 0; i < row; i++) {
        float value = i < 4 ? boxes[box][i] : i == 4 ? objectness(box) : scores[box][i - 5];
        floats.setAtIndex(ValueLayout.JAVA_FLOAT, (long) box * row + i, value);
      }
    }
    return new FloatTensors(List.of(floats));
  }

  private float objectness(int box) {
    float most = 0;
    for (float score : scores[box]) {
      most = Math.max(most, score);
    }
    return (float) Math.sqrt(most);
  }

  /** As YOLO-NAS writes it: boxes [1, 8400, 4] by their corners, scores [1, 8400, 80]. */
  TensorSet boxesAndScores(Arena arena) {
    MemorySegment corners = arena.allocate(4L * BOXES * Float.BYTES, 64);
    MemorySegment ofClasses = arena.allocate((long) CLASSES * BOXES * Float.BYTES, 64);
    for (int box = 0; box < BOXES; box++) {
      for (int i = 0; i < 4; i++) {
        float half = boxes[box][2 + i % 2] / 2;
        float edge = boxes[box][i % 2] + (i < 2 ? -half : half);
        corners.setAtIndex(ValueLayout.JAVA_FLOAT, 4L * box + i, edge);
      }
      for (int label = 0; label < CLASSES; label++) {
        ofClasses.setAtIndex(
            ValueLayout.JAVA_FLOAT, (long) CLASSES * box + label, scores[box][label]);
      }
    }
    return new FloatTensors(List.of(corners, ofClasses));
  }
}
