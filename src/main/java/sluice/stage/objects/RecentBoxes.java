package sluice.stage.objects;

import java.util.Arrays;
import sluice.core.Box;

/**
 * The last boxes of an object and their confidences, for medians that one bad detection doesn't
 * change. For one thread.
 */
final class RecentBoxes {
  private static final int BOXES = 5;
  private static final int CONFIDENCES = 10;

  private final Box[] boxes = new Box[BOXES];
  private final float[] confidences = new float[CONFIDENCES];
  private int count;

  void add(Box box, float confidence) {
    boxes[count % BOXES] = box;
    confidences[count % CONFIDENCES] = confidence;
    count++;
  }

  /** The median of the last ten confidences; of an even number the lower one in the middle. */
  float confidence() {
    float[] sorted = Arrays.copyOf(confidences, Math.min(count, CONFIDENCES));
    return median(sorted);
  }

  /** The box with the median of each edge of the last five. */
  Box box() {
    int known = Math.min(count, BOXES);
    float[] left = new float[known];
    float[] top = new float[known];
    float[] right = new float[known];
    float[] bottom = new float[known];
    for (int i = 0; i < known; i++) {
      left[i] = boxes[i].xMin();
      top[i] = boxes[i].yMin();
      right[i] = boxes[i].xMax();
      bottom[i] = boxes[i].yMax();
    }
    return new Box(median(left), median(top), median(right), median(bottom));
  }

  private static float median(float[] values) {
    Arrays.sort(values);
    return values[(values.length - 1) / 2];
  }
}
