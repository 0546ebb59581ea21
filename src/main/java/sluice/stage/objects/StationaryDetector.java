package sluice.stage.objects;

import sluice.core.Box;
import sluice.core.Point;
import sluice.core.scene.Anchor;

/**
 * Whether one object stays where it is: its anchor and its box have been about the same for a time,
 * and it moves again once its box lies elsewhere in some detections in a row. For one thread.
 */
final class StationaryDetector {
  /** How far the anchor may be from where it was, in heights of the box. */
  private static final double NEAR = 0.1;

  private static final float SAME = 0.7f;
  private static final float MOVED = 0.5f;
  private static final int MOVED_DETECTIONS = 3;

  private Box place;
  private long since;
  private boolean isStationary;
  private boolean hasMoved;
  private int moved;

  StationaryDetector(Box box, long time) {
    place = box;
    since = time;
  }

  boolean isStationary() {
    return isStationary;
  }

  /** Whether it has ever been elsewhere than where it was seen first. */
  boolean hasMoved() {
    return hasMoved;
  }

  /**
   * The object was seen.
   *
   * @param box the one that its last detections agree on
   * @param seen its box in this frame
   * @param aspect width of the picture by its height
   * @param after for how long it must stay, in nanoseconds
   * @return whether the answer has changed
   */
  boolean seen(long time, Box box, Box seen, double aspect, Anchor anchor, long after) {
    if (isStationary) {
      moved = place.intersectionOverUnion(seen) < MOVED ? moved + 1 : 0;
      if (moved < MOVED_DETECTIONS) {
        return false;
      }
      begin(seen, time);
      isStationary = false;
      return true;
    }
    if (!isNear(box, aspect, anchor)) {
      begin(box, time);
      return false;
    }
    isStationary = time - since >= after;
    return isStationary;
  }

  private boolean isNear(Box box, double aspect, Anchor anchor) {
    Point before = anchor.of(place);
    Point now = anchor.of(box);
    double distance = Math.hypot((now.x() - before.x()) * aspect, now.y() - before.y());
    return distance <= NEAR * place.height() && place.intersectionOverUnion(box) > SAME;
  }

  private void begin(Box box, long time) {
    hasMoved = true;
    place = box;
    since = time;
    moved = 0;
  }
}
