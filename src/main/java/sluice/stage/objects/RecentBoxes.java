package sluice.stage.objects;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
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

  /** Where numbers are sorted, so that a frame costs no memory. */
  private final float[] sorted = new float[CONFIDENCES];

  private @Nullable Box median;
  private int count;

  void add(Box box, float confidence) {
    boxes[count % BOXES] = box;
    confidences[count % CONFIDENCES] = confidence;
    count++;
    median = null;
  }

  /** The median of the last ten confidences; of an even number the lower one in the middle. */
  float confidence() {
    int known = Math.min(count, CONFIDENCES);
    System.arraycopy(confidences, 0, sorted, 0, known);
    return median(known);
  }

  /** The box with the median of each edge of the last five. */
  Box box() {
    Box result = median;
    if (result == null) {
      result = new Box(edge(Box::xMin), edge(Box::yMin), edge(Box::xMax), edge(Box::yMax));
      median = result;
    }
    return result;
  }

  /** An edge of a box. */
  private interface Edge {
    float of(Box box);
  }

  private float edge(Edge edge) {
    int known = Math.min(count, BOXES);
    for (int i = 0; i < known; i++) {
      sorted[i] = edge.of(boxes[i]);
    }
    return median(known);
  }

  /** Of the first numbers to be sorted. */
  private float median(int known) {
    Arrays.sort(sorted, 0, known);
    return sorted[(known - 1) / 2];
  }
}
