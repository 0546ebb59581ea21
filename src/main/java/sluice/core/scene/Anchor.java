package sluice.core.scene;

import sluice.core.Box;
import sluice.core.Point;

/** Which point of an object's box counts for lines and zones. */
public enum Anchor {
  /** Where it stands: the middle of the lower edge. */
  BOTTOM_CENTER,
  /** The middle of the box. */
  CENTER;

  /** The point of a box. */
  public Point of(Box box) {
    float x = (box.xMin() + box.xMax()) / 2;
    return new Point(x, this == CENTER ? (box.yMin() + box.yMax()) / 2 : box.yMax());
  }
}
