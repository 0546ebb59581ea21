package sluice.stage.sink.overlay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.core.Detection;
import sluice.core.KeyPoint;
import sluice.core.KeyPoints;
import sluice.core.Mask;
import sluice.core.Point;
import sluice.core.RotatedBox;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasShapes;

/**
 * Draws what models tell of an object besides its box: a mask as a veil with an outline; key points
 * as dots, those of a body joined to limbs; a rotated box instead of the hull around it. For the
 * thread that uses the canvas.
 */
final class ShapeDrawing {
  /** Key points of a lower confidence are rather not seen; Ultralytics leaves the same out. */
  private static final float LEAST_CONFIDENCE = 0.25f;

  /** The limbs of COCO's people, by the names of their ends. */
  private static final List<List<String>> LIMBS =
      List.of(
          List.of("nose", "left_eye"),
          List.of("nose", "right_eye"),
          List.of("left_eye", "right_eye"),
          List.of("left_eye", "left_ear"),
          List.of("right_eye", "right_ear"),
          List.of("left_ear", "left_shoulder"),
          List.of("right_ear", "right_shoulder"),
          List.of("left_shoulder", "right_shoulder"),
          List.of("left_shoulder", "left_elbow"),
          List.of("left_elbow", "left_wrist"),
          List.of("right_shoulder", "right_elbow"),
          List.of("right_elbow", "right_wrist"),
          List.of("left_shoulder", "left_hip"),
          List.of("right_shoulder", "right_hip"),
          List.of("left_hip", "right_hip"),
          List.of("left_hip", "left_knee"),
          List.of("left_knee", "left_ankle"),
          List.of("right_hip", "right_knee"),
          List.of("right_knee", "right_ankle"));

  private final Canvas canvas;
  private final CanvasShapes shapes;

  /** Draws on a canvas, which stays its creator's. */
  ShapeDrawing(Canvas canvas) {
    this.canvas = canvas;
    this.shapes = new CanvasShapes(canvas);
  }

  /** Draws an object in a colour: its box, and its shape where it has one. */
  void draw(Detection detection, int color) {
    if (detection.shape().isEmpty()) {
      canvas.drawBox(detection.box(), color);
      return;
    }
    switch (detection.shape().get()) {
      case RotatedBox rotated -> shapes.drawRing(rotated.corners(), color);
      case Mask mask -> {
        shapes.drawArea(mask.rings(), color);
        canvas.drawBox(detection.box(), color);
      }
      case KeyPoints points -> {
        canvas.drawBox(detection.box(), color);
        draw(points, color);
      }
    }
  }

  private void draw(KeyPoints points, int color) {
    Map<String, Point> seen = new HashMap<>();
    for (KeyPoint point : points.points()) {
      // Without a confidence it is taken to be seen.
      if (!(point.confidence() < LEAST_CONFIDENCE)) {
        seen.put(point.name(), point.at());
      }
    }
    for (List<String> limb : LIMBS) {
      Point from = seen.get(limb.getFirst());
      Point to = seen.get(limb.getLast());
      if (from != null && to != null) {
        shapes.drawLine(from, to, color);
      }
    }
    seen.values().forEach(at -> shapes.drawDot(at, color));
  }
}
