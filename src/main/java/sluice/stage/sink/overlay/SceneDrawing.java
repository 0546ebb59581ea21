package sluice.stage.sink.overlay;

import java.util.List;
import sluice.core.Box;
import sluice.core.Direction;
import sluice.core.MotionState;
import sluice.core.Point;
import sluice.core.SceneState;
import sluice.core.SceneState.LineState;
import sluice.core.SceneState.ZoneState;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasLines;
import sluice.video.image.CanvasShapes;

/**
 * Draws lines with an arrow and their counts, zones with how many are in them, and what moves. For
 * the thread that uses the canvas.
 */
final class SceneDrawing {
  static final int LINE_COLOR = 0xFFFFFF;
  static final int ZONE_COLOR = 0xFFC400;
  static final int CROWDED_COLOR = 0xFF3B30;
  static final int MOTION_COLOR = 0x40E0D0;

  /** The upper right corner, of a picture in which nothing moves. */
  private static final Point IDLE_PLACE = new Point(1, 0);

  /** How much of its colour is seen over a zone: what happens in there is to be seen as well. */
  private static final double VEIL = 0.15;

  private final Canvas canvas;
  private final CanvasShapes shapes;
  private final CanvasLines lines;

  /** Draws on a canvas, which stays its creator's. */
  SceneDrawing(Canvas canvas) {
    this.canvas = canvas;
    shapes = new CanvasShapes(canvas);
    lines = new CanvasLines(canvas);
  }

  /** Draws what lies below the objects: the zones, and what moves. */
  void drawGround(SceneState scene) {
    scene.motion().ifPresent(this::drawMotion);
    for (ZoneState zone : scene.zones()) {
      shapes.drawArea(List.of(zone.points()), color(zone), VEIL);
    }
  }

  /** Draws what lies above the objects: the lines, and all names and numbers. */
  void drawFront(SceneState scene) {
    for (ZoneState zone : scene.zones()) {
      canvas.drawBeside(top(zone.points()), 0, -1, caption(zone), color(zone));
    }
    for (LineState line : scene.lines()) {
      boolean arrowIsLeft = line.directions().contains(Direction.IN);
      lines.drawGate(line.from(), line.to(), arrowIsLeft, LINE_COLOR);
      canvas.drawBeside(upper(line.from(), line.to()), 0, -1, caption(line), LINE_COLOR);
    }
  }

  private void drawMotion(MotionState motion) {
    for (Box box : motion.regions()) {
      shapes.drawRing(
          List.of(
              new Point(box.xMin(), box.yMin()),
              new Point(box.xMax(), box.yMin()),
              new Point(box.xMax(), box.yMax()),
              new Point(box.xMin(), box.yMax())),
          MOTION_COLOR);
    }
    if (!motion.active()) {
      canvas.drawBeside(IDLE_PLACE, -1, 1, "idle", MOTION_COLOR);
    }
  }

  private static int color(ZoneState zone) {
    return zone.crowded() ? CROWDED_COLOR : ZONE_COLOR;
  }

  /** The name of a zone, and how many are in it. */
  static String caption(ZoneState zone) {
    return zone.name() + ": " + zone.occupancy() + (zone.crowded() ? ", crowded" : "");
  }

  /** The name of a line, and how often it was crossed in the ways that are counted. */
  static String caption(LineState line) {
    String in = line.directions().contains(Direction.IN) ? " in " + line.in() : "";
    String out = line.directions().contains(Direction.OUT) ? " out " + line.out() : "";
    return line.name() + ":" + in + out;
  }

  /** The upper end of a line; of a level one the left end. */
  private static Point upper(Point one, Point other) {
    boolean isFirst = one.y() < other.y() || (one.y() == other.y() && one.x() <= other.x());
    return isFirst ? one : other;
  }

  /** The middle of the uppermost edge. */
  private static Point top(List<Point> corners) {
    Point before = corners.getLast();
    Point top = new Point(0.5f, Float.MAX_VALUE);
    for (Point corner : corners) {
      Point middle = new Point((before.x() + corner.x()) / 2, (before.y() + corner.y()) / 2);
      top = middle.y() < top.y() ? middle : top;
      before = corner;
    }
    return top;
  }
}
