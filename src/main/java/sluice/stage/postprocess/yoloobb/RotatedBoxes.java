package sluice.stage.postprocess.yoloobb;

import java.util.Arrays;
import java.util.List;
import sluice.core.Geometry;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.core.model.InputSpec;
import sluice.stage.postprocess.Candidates;

/**
 * The rotated boxes of one frame: candidates by their hulls, and beside them what they are turned
 * by. For one thread.
 */
final class RotatedBoxes {
  private static final int FLOATS = 5;
  private static final int FIRST_CAPACITY = 64;

  private final Candidates candidates;
  private final InputSpec input;
  private float[] boxes = new float[FIRST_CAPACITY * FLOATS];

  /**
   * None yet.
   *
   * @param candidates where the hulls go; empty
   */
  RotatedBoxes(Candidates candidates, InputSpec input) {
    this.candidates = candidates;
    this.input = input;
  }

  /**
   * Adds a box, unless it is none.
   *
   * @param x its centre, pixels of the input, as y, width and height are
   * @param angle radians, clockwise
   */
  void add(int label, float confidence, float x, float y, float width, float height, float angle) {
    if (!Float.isFinite(angle) || !(width >= 0) || !(height >= 0)) {
      return;
    }
    double cos = Math.abs(Math.cos(angle));
    double sin = Math.abs(Math.sin(angle));
    float hullWidth = (float) (width * cos + height * sin);
    float hullHeight = (float) (width * sin + height * cos);
    if (candidates.addCentred(
        label,
        confidence,
        x / input.width(),
        y / input.height(),
        hullWidth / input.width(),
        hullHeight / input.height())) {
      int at = (candidates.size() - 1) * FLOATS;
      boxes = at + FLOATS > boxes.length ? Arrays.copyOf(boxes, 2 * boxes.length) : boxes;
      boxes[at] = x;
      boxes[at + 1] = y;
      boxes[at + 2] = width;
      boxes[at + 3] = height;
      boxes[at + 4] = angle;
    }
  }

  /** The centre of a candidate, pixels. */
  float x(int candidate) {
    return boxes[candidate * FLOATS];
  }

  /** The centre of a candidate, pixels. */
  float y(int candidate) {
    return boxes[candidate * FLOATS + 1];
  }

  /** The width of a candidate before it was turned, pixels. */
  float width(int candidate) {
    return boxes[candidate * FLOATS + 2];
  }

  /** The height of a candidate before it was turned, pixels. */
  float height(int candidate) {
    return boxes[candidate * FLOATS + 3];
  }

  /** What a candidate is turned by, radians, clockwise. */
  float angle(int candidate) {
    return boxes[candidate * FLOATS + 4];
  }

  /** A candidate in the picture. */
  RotatedBox shape(int candidate, Geometry geometry) {
    double cos = Math.cos(angle(candidate));
    double sin = Math.sin(angle(candidate));
    double acrossX = width(candidate) / 2 * cos;
    double acrossY = width(candidate) / 2 * sin;
    double downX = -height(candidate) / 2 * sin;
    double downY = height(candidate) / 2 * cos;
    return new RotatedBox(
        List.of(
            point(candidate, -acrossX - downX, -acrossY - downY, geometry),
            point(candidate, acrossX - downX, acrossY - downY, geometry),
            point(candidate, acrossX + downX, acrossY + downY, geometry),
            point(candidate, downX - acrossX, downY - acrossY, geometry)));
  }

  private Point point(int candidate, double x, double y, Geometry geometry) {
    return geometry.toPicture(
        (float) ((x(candidate) + x) / input.width()),
        (float) ((y(candidate) + y) / input.height()));
  }
}
