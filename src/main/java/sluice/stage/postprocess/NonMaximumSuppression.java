package sluice.stage.postprocess;

import sluice.core.Geometry;
import sluice.core.Predictions;

/**
 * Greedy non-maximum suppression by class: from the most confident box on, a box is suppressed when
 * it overlaps with a kept one of its class by more than a limit. (As in Felzenszwalb and others
 * 2010, with the strict comparison of YOLOv5's {@code non_max_suppression} and torchvision's {@code
 * nms}.)
 */
public final class NonMaximumSuppression {
  /**
   * Most objects of a picture, as in YOLOv5. It bounds the work where a broken model or a threshold
   * of 0 makes every box a candidate.
   */
  public static final int MOST = 300;

  private NonMaximumSuppression() {}

  /**
   * The candidates that are not suppressed, at most {@link #MOST}, most confident first.
   *
   * @param iou greatest overlap that two objects of a class may have, intersection over union
   */
  public static Predictions apply(Candidates candidates, float iou, Geometry geometry) {
    int[] order = candidates.byConfidence();
    return candidates.detections(order, suppress(candidates, order, iou), geometry);
  }

  /**
   * The same for objects with shapes, which are made of those that are not suppressed only; what
   * has none is left out then.
   */
  public static Predictions apply(
      Candidates candidates, float iou, Geometry geometry, Candidates.Shaper shaper) {
    int[] order = candidates.byConfidence();
    return candidates.detections(order, suppress(candidates, order, iou), geometry, shaper);
  }

  /** Moves those that are not suppressed to the front; gives their number. */
  private static int suppress(Candidates candidates, int[] order, float iou) {
    int kept = 0;
    for (int i = 0; i < order.length && kept < MOST; i++) {
      int candidate = order[i];
      if (!isSuppressed(candidates, candidate, order, kept, iou)) {
        order[kept] = candidate;
        kept++;
      }
    }
    return kept;
  }

  private static boolean isSuppressed(
      Candidates candidates, int candidate, int[] kept, int count, float iou) {
    for (int i = 0; i < count; i++) {
      if (candidates.label(kept[i]) == candidates.label(candidate)
          && overlap(candidates, kept[i], candidate, iou)) {
        return true;
      }
    }
    return false;
  }

  private static boolean overlap(Candidates boxes, int a, int b, float iou) {
    float width = Math.min(boxes.right(a), boxes.right(b)) - Math.max(boxes.left(a), boxes.left(b));
    float height =
        Math.min(boxes.bottom(a), boxes.bottom(b)) - Math.max(boxes.top(a), boxes.top(b));
    if (width <= 0 || height <= 0) {
      return false;
    }
    float common = width * height;
    return common > iou * (area(boxes, a) + area(boxes, b) - common);
  }

  private static float area(Candidates boxes, int box) {
    return (boxes.right(box) - boxes.left(box)) * (boxes.bottom(box) - boxes.top(box));
  }
}
