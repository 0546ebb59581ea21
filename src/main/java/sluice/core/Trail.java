package sluice.core;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The last places of an object's anchor, oldest first: a view of an array that is written behind it
 * only, so that a frame costs no copy. Immutable.
 */
public final class Trail {
  /** Places that a trail has at most. */
  public static final int MOST = 32;

  /** No places. */
  public static final Trail NONE = new Trail(new Point[0], 0, 0);

  private final Point[] places;
  private final int from;
  private final int end;

  private Trail(Point[] places, int from, int end) {
    this.places = places;
    this.from = from;
    this.end = end;
  }

  /**
   * This trail with one more place; the oldest goes where there are {@link #MOST}. To be called
   * once for a trail, by the one who keeps the newest.
   */
  public Trail with(Point place) {
    int first = Math.max(from, end - MOST + 1);
    if (end < places.length) {
      places[end] = place;
      return new Trail(places, first, end + 1);
    }
    Point[] room = new Point[4 * MOST];
    int kept = end - first;
    System.arraycopy(places, first, room, 0, kept);
    room[kept] = place;
    return new Trail(room, 0, kept + 1);
  }

  /** The places, oldest first; not to be changed. */
  public List<Point> places() {
    return Collections.unmodifiableList(Arrays.asList(places).subList(from, end));
  }
}
