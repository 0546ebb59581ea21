package sluice.stage.sink.overlay;

import java.util.ArrayList;
import java.util.List;
import sluice.core.Point;

/** Takes the jitter of boxes out of an object's way, for drawing alone. */
final class WaySmoothing {
  /** Neighbours on each side of which the mean is taken, where there are as many. */
  private static final int REACH = 4;

  private WaySmoothing() {}

  /** As many places, each the mean of its neighbourhood; both ends stay where they are. */
  static List<Point> of(List<Point> places) {
    List<Point> result = new ArrayList<>(places.size());
    for (int i = 0; i < places.size(); i++) {
      int reach = Math.min(REACH, Math.min(i, places.size() - 1 - i));
      float x = 0;
      float y = 0;
      for (Point near : places.subList(i - reach, i + reach + 1)) {
        x += near.x();
        y += near.y();
      }
      int count = 2 * reach + 1;
      result.add(new Point(x / count, y / count));
    }
    return result;
  }
}
