package sluice.video.image;

import java.util.List;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import sluice.core.Point;

/**
 * Shapes on a canvas: areas, rings, lines and dots, given in fractions of the picture. What lies
 * outside the picture is cut off. For the thread that uses the canvas; holds nothing of its own.
 *
 * @param canvas what is drawn on; stays its creator's
 */
public record CanvasShapes(Canvas canvas) {
  /** How much of an area's colour is seen over the picture. */
  private static final double OPACITY = 0.4;

  /** Pixels beyond the picture that OpenCV is told of; its arithmetic ends at 16 bits. */
  private static final int FAR = 16_000;

  /** Draws closed lines through the points of a ring. */
  public void drawRing(List<Point> ring, int rgb) {
    canvas.draw(() -> outline(polygons(List.of(ring)), rgb));
  }

  /**
   * Covers an area with a colour, through which the picture is still seen, and draws its outline. A
   * ring inside another one is a hole.
   */
  public void drawArea(List<List<Point>> rings, int rgb) {
    drawArea(rings, rgb, OPACITY);
  }

  /**
   * The same with another share of the colour.
   *
   * @param opacity how much of the colour is seen over the picture, 0 to 1
   */
  public void drawArea(List<List<Point>> rings, int rgb, double opacity) {
    canvas.draw(
        () -> {
          MatVector polygons = polygons(rings);
          Rect hull = hull(rings);
          if (hull.width() > 0 && hull.height() > 0) {
            Mat picture = canvas.mat().apply(hull);
            Mat covered = picture.clone();
            opencv_imgproc.fillPoly(
                covered,
                polygons,
                Canvas.color(rgb),
                opencv_imgproc.LINE_8,
                0,
                new org.bytedeco.opencv.opencv_core.Point(-hull.x(), -hull.y()));
            opencv_core.addWeighted(covered, opacity, picture, 1 - opacity, 0, picture);
          }
          outline(polygons, rgb);
        });
  }

  /** Draws a line between two points. */
  public void drawLine(Point from, Point to, int rgb) {
    canvas.draw(
        () ->
            opencv_imgproc.line(
                canvas.mat(),
                pixel(from),
                pixel(to),
                Canvas.color(rgb),
                canvas.lineWidth(),
                opencv_imgproc.LINE_AA,
                0));
  }

  /** Draws a dot around a point. */
  public void drawDot(Point at, int rgb) {
    canvas.draw(
        () ->
            opencv_imgproc.circle(
                canvas.mat(),
                pixel(at),
                1 + canvas.lineWidth(),
                Canvas.color(rgb),
                opencv_imgproc.FILLED,
                opencv_imgproc.LINE_AA,
                0));
  }

  private void outline(MatVector polygons, int rgb) {
    opencv_imgproc.polylines(
        canvas.mat(),
        polygons,
        true,
        Canvas.color(rgb),
        canvas.lineWidth(),
        opencv_imgproc.LINE_AA,
        0);
  }

  private MatVector polygons(List<List<Point>> rings) {
    Mat[] polygons = new Mat[rings.size()];
    for (int i = 0; i < polygons.length; i++) {
      List<Point> ring = rings.get(i);
      IntPointer pixels = new IntPointer(2L * ring.size());
      for (int j = 0; j < ring.size(); j++) {
        pixels.put(2L * j, pixel(ring.get(j).x(), canvas.width()));
        pixels.put(2L * j + 1, pixel(ring.get(j).y(), canvas.height()));
      }
      polygons[i] = new Mat(ring.size(), 1, opencv_core.CV_32SC2, pixels);
    }
    return new MatVector(polygons);
  }

  /** The part of the picture that rings lie in. */
  private Rect hull(List<List<Point>> rings) {
    int left = canvas.width();
    int top = canvas.height();
    int right = 0;
    int bottom = 0;
    for (List<Point> ring : rings) {
      for (Point point : ring) {
        int x = pixel(point.x(), canvas.width());
        int y = pixel(point.y(), canvas.height());
        left = Math.min(left, Math.max(0, x));
        top = Math.min(top, Math.max(0, y));
        right = Math.max(right, Math.min(canvas.width(), x + 1));
        bottom = Math.max(bottom, Math.min(canvas.height(), y + 1));
      }
    }
    return new Rect(left, top, right - left, bottom - top);
  }

  private org.bytedeco.opencv.opencv_core.Point pixel(Point point) {
    return new org.bytedeco.opencv.opencv_core.Point(
        pixel(point.x(), canvas.width()), pixel(point.y(), canvas.height()));
  }

  private static int pixel(float part, int pixels) {
    return Math.clamp(Math.round(part * pixels), -FAR, FAR);
  }
}
