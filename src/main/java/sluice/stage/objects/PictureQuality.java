package sluice.stage.objects;

import java.util.List;
import sluice.core.Box;
import sluice.core.Detection;

/** How well a frame shows an object. */
final class PictureQuality {
  /** A picture takes the place of another where it is better by this factor. */
  static final double BETTER = 1.1;

  private static final double GOOD_AREA = 0.05;
  private static final double AT_THE_EDGE = 0.5;
  private static final double COVERED = 0.7;
  private static final double EDGE = 0.002;
  private static final double COVERED_PART = 0.3;

  private PictureQuality() {}

  /**
   * The quality, 0 to 1: confident, large, whole and uncovered is best.
   *
   * @param number of the detection among those of its frame
   */
  static double of(int number, List<Detection> detections) {
    Box box = detections.get(number).box();
    double quality = detections.get(number).confidence() * Math.min(1, box.area() / GOOD_AREA);
    if (isAtTheEdge(box)) {
      quality *= AT_THE_EDGE;
    }
    if (isCovered(number, detections)) {
      quality *= COVERED;
    }
    return quality;
  }

  private static boolean isAtTheEdge(Box box) {
    return box.xMin() < EDGE || box.yMin() < EDGE || box.xMax() > 1 - EDGE || box.yMax() > 1 - EDGE;
  }

  private static boolean isCovered(int number, List<Detection> detections) {
    Box box = detections.get(number).box();
    double most = COVERED_PART * box.area();
    for (int i = 0; i < detections.size(); i++) {
      if (i != number && detections.get(i).box().intersection(box) > most) {
        return true;
      }
    }
    return false;
  }
}
