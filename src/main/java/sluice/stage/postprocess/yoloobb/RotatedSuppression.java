package sluice.stage.postprocess.yoloobb;

import java.util.Arrays;
import sluice.stage.postprocess.Candidates;
import sluice.stage.postprocess.NonMaximumSuppression;

/**
 * Suppression of rotated boxes by class, as Ultralytics has it: a box is suppressed when its
 * probabilistic IoU with any more confident one of its class is above a limit, also with one that
 * is suppressed itself (Fast NMS, arXiv 1904.02689; utils/nms.py, {@code fast_nms}). For that, a
 * box is a normal distribution with the box's own mean and covariance, and the IoU is 1 less the
 * Hellinger distance of two (arXiv 2106.06072; utils/metrics.py, {@code batch_probiou}).
 *
 * <p>That distance is √(1 − e^−B) of the Bhattacharyya distance B, so that B is compared with the
 * one at the limit. Boxes far from each other are told apart before any logarithm: B is at least d²
 * / 4t for centres at a distance of d and t the sum of all variances.
 */
final class RotatedSuppression {
  private static final double TINY = 1e-7;

  /** As many as Ultralytics looks at; the weakest of more are left out. */
  private static final int MOST_CANDIDATES = 30_000;

  private final RotatedBoxes boxes;
  private final double[] a;
  private final double[] b;
  private final double[] c;
  private final double nearest;

  /** The covariance of each candidate: [[a, c], [c, b]]. */
  private RotatedSuppression(RotatedBoxes boxes, int count, float iou) {
    this.boxes = boxes;
    this.a = new double[count];
    this.b = new double[count];
    this.c = new double[count];
    double distance = 1.0 - iou;
    // Limits of 0 would keep nothing apart that the smallest number can tell from it.
    this.nearest = -Math.log(Math.max(TINY, 1 + TINY - distance * distance));
    for (int i = 0; i < count; i++) {
      double width = (double) boxes.width(i) * boxes.width(i) / 12;
      double height = (double) boxes.height(i) * boxes.height(i) / 12;
      double cos = Math.cos(boxes.angle(i));
      double sin = Math.sin(boxes.angle(i));
      a[i] = width * cos * cos + height * sin * sin;
      b[i] = width * sin * sin + height * cos * cos;
      c[i] = (width - height) * cos * sin;
    }
  }

  /**
   * The candidates that are not suppressed, at most {@link NonMaximumSuppression#MOST}, most
   * confident first.
   *
   * @param iou greatest probabilistic IoU that two objects of a class may have
   */
  static int[] apply(Candidates candidates, RotatedBoxes boxes, float iou) {
    int[] order = candidates.byConfidence();
    RotatedSuppression suppression = new RotatedSuppression(boxes, candidates.size(), iou);
    int[] kept = new int[Math.min(order.length, NonMaximumSuppression.MOST)];
    int count = 0;
    int most = Math.min(order.length, MOST_CANDIDATES);
    for (int i = 0; i < most && count < kept.length; i++) {
      if (!suppression.isSuppressed(candidates, order, i)) {
        kept[count] = order[i];
        count++;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private boolean isSuppressed(Candidates candidates, int[] order, int place) {
    int own = order[place];
    int label = candidates.label(own);
    for (int i = 0; i < place; i++) {
      if (candidates.label(order[i]) == label && overlap(order[i], own)) {
        return true;
      }
    }
    return false;
  }

  private boolean overlap(int one, int other) {
    double x = (double) boxes.x(one) - boxes.x(other);
    double y = (double) boxes.y(one) - boxes.y(other);
    double sumA = a[one] + a[other];
    double sumB = b[one] + b[other];
    double sumC = c[one] + c[other];
    if (x * x + y * y > 4 * (sumA + sumB) * nearest) {
      return false;
    }
    double determinant = sumA * sumB - sumC * sumC;
    double apart = ((sumA * y * y + sumB * x * x) / 4 - sumC * x * y / 2) / (determinant + TINY);
    double unlike =
        Math.log(determinant / (4 * Math.sqrt(determinant(one) * determinant(other)) + TINY) + TINY)
            / 2;
    return Math.max(TINY, apart + unlike) < nearest;
  }

  private double determinant(int box) {
    return Math.max(0, a[box] * b[box] - c[box] * c[box]);
  }
}
