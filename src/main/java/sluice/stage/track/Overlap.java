package sluice.stage.track;

import sluice.core.Box;
import sluice.core.Detection;

/**
 * How well a detection fits an object's expected box: intersection over union, less where their
 * vertical spans differ, which tells those apart that pass in front of each other (height modulated
 * IoU of Hybrid-SORT, Yang and others, AAAI 2024, arXiv 2308.00783).
 */
final class Overlap {
  private static final double HEIGHT_WEIGHT = 1.3;

  private Overlap() {}

  /**
   * The fit, 0 to 1.
   *
   * @param aspect width of the picture by its height
   * @param widening by which fraction of its size each box grows at each side first
   */
  static double of(Track track, Detection detection, double aspect, double widening) {
    Box box = detection.box();
    double left = box.xMin() * aspect;
    double right = box.xMax() * aspect;
    double top = box.yMin();
    double bottom = box.yMax();
    double growX = widening * (right - left);
    double growY = widening * (bottom - top);
    double trackGrowX = widening * (track.right - track.left);
    double trackGrowY = widening * (track.bottom - track.top);
    double width =
        Math.min(right + growX, track.right + trackGrowX)
            - Math.max(left - growX, track.left - trackGrowX);
    double height =
        Math.min(bottom + growY, track.bottom + trackGrowY)
            - Math.max(top - growY, track.top - trackGrowY);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double common = width * height;
    double area = (right - left + 2 * growX) * (bottom - top + 2 * growY);
    double trackArea =
        (track.right - track.left + 2 * trackGrowX) * (track.bottom - track.top + 2 * trackGrowY);
    double span = bottom - top + 2 * growY + track.bottom - track.top + 2 * trackGrowY - height;
    return common / (area + trackArea - common) * Math.pow(height / span, HEIGHT_WEIGHT);
  }
}
