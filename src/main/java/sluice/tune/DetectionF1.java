package sluice.tune;

import java.util.ArrayList;
import java.util.List;
import sluice.core.Box;
import sluice.core.Detection;

/**
 * F1 score of the detections of two runs over the same frames: how far they find the same.
 * Detections match one to one, the most confident first, where their classes are the same and their
 * boxes overlap by half of what both cover (intersection over union, the measure of PASCAL VOC).
 */
public final class DetectionF1 {
  private static final double OVERLAP = 0.5;

  private DetectionF1() {}

  /**
   * Twice the matches by all detections of both: 1 where they find the same, 0 where nothing
   * matches; 1 where neither finds anything. (F1, with one run taken for the truth.)
   *
   * @param one the detections of each frame, most confident first
   * @param other the same, for as many frames
   */
  public static double of(List<List<Detection>> one, List<List<Detection>> other) {
    if (one.size() != other.size()) {
      throw new IllegalArgumentException(one.size() + " and " + other.size() + " frames");
    }
    long matches = 0;
    long all = 0;
    for (int i = 0; i < one.size(); i++) {
      matches += matches(one.get(i), other.get(i));
      all += one.get(i).size() + other.get(i).size();
    }
    return all == 0 ? 1 : 2.0 * matches / all;
  }

  private static int matches(List<Detection> one, List<Detection> other) {
    List<Detection> free = new ArrayList<>(other);
    int matches = 0;
    for (Detection detection : one) {
      int best = -1;
      double most = OVERLAP;
      for (int i = 0; i < free.size(); i++) {
        double overlap = overlap(detection, free.get(i));
        if (overlap >= most) {
          most = overlap;
          best = i;
        }
      }
      if (best >= 0) {
        free.remove(best);
        matches++;
      }
    }
    return matches;
  }

  private static double overlap(Detection one, Detection other) {
    if (one.labelId() != other.labelId()) {
      return 0;
    }
    Box a = one.box();
    Box b = other.box();
    double both =
        Math.max(0, Math.min(a.xMax(), b.xMax()) - Math.max(a.xMin(), b.xMin()))
            * Math.max(0, Math.min(a.yMax(), b.yMax()) - Math.max(a.yMin(), b.yMin()));
    double either = area(a) + area(b) - both;
    return either <= 0 ? 0 : both / either;
  }

  private static double area(Box box) {
    return (double) box.width() * box.height();
  }
}
