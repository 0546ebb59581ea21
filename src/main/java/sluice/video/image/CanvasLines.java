package sluice.video.image;

import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Point;

/**
 * Lines on a canvas that stand out from any picture: the way of an object, and a line that is
 * crossed. Places are fractions of the picture; what lies outside it is cut off. For the thread
 * that uses the canvas; holds nothing of its own.
 *
 * @param canvas what is drawn on; stays its creator's
 */
public record CanvasLines(Canvas canvas) {
  private static final int EDGE_COLOR = 0x101010;
  private static final int SIDE_PER_ARROW_PIXEL = 16;
  private static final double TIP = 0.4;

  /** How much of its colour the oldest piece of a way has. */
  private static final double OLDEST = 0.15;

  /** Pixels beyond the picture that OpenCV is told of; its arithmetic ends at 16 bits. */
  private static final int FAR = 16_000;

  /** Draws a way from its oldest place to its newest, which fades into the picture with its age. */
  public void drawWay(List<sluice.core.Point> places, int rgb) {
    canvas.draw(
        () -> {
          int pieces = places.size() - 1;
          for (int i = 0; i < pieces; i++) {
            Point from = pixel(places.get(i));
            Point to = pixel(places.get(i + 1));
            double share = OLDEST + (1 - OLDEST) * (i + 1) / pieces;
            line(from, to, mixed(rgb, colorBetween(from, to), share), canvas.lineWidth());
          }
        });
  }

  /**
   * Draws a line with dark edges, and an arrow from its middle to one side.
   *
   * @param left whether the arrow is to the left, as one sees it who goes from the first point to
   *     the second
   */
  public void drawGate(sluice.core.Point from, sluice.core.Point to, boolean left, int rgb) {
    canvas.draw(
        () -> {
          Point start = pixel(from);
          Point end = pixel(to);
          int wide = canvas.lineWidth() + 2;
          line(start, end, EDGE_COLOR, wide);
          double[] normal = normal(from, to, left);
          double length =
              0.5 + (double) Math.min(canvas.width(), canvas.height()) / SIDE_PER_ARROW_PIXEL;
          Point middle = new Point((start.x() + end.x()) / 2, (start.y() + end.y()) / 2);
          Point tip =
              new Point(
                  middle.x() + (int) Math.round(normal[0] * length),
                  middle.y() + (int) Math.round(normal[1] * length));
          arrow(middle, tip, EDGE_COLOR, wide);
          line(start, end, rgb, canvas.lineWidth());
          arrow(middle, tip, rgb, canvas.lineWidth());
        });
  }

  /** The direction at right angles to a line, in pixels, of length 1; up where it has no length. */
  private double[] normal(sluice.core.Point from, sluice.core.Point to, boolean left) {
    double x = (double) (to.y() - from.y()) * canvas.height();
    double y = (double) (from.x() - to.x()) * canvas.width();
    double length = Math.hypot(x, y);
    double sign = left ? 1 : -1;
    return length == 0 ? new double[] {0, -1} : new double[] {sign * x / length, sign * y / length};
  }

  private void line(Point from, Point to, int rgb, int thickness) {
    opencv_imgproc.line(
        canvas.mat(), from, to, Canvas.color(rgb), thickness, opencv_imgproc.LINE_AA, 0);
  }

  private void arrow(Point from, Point to, int rgb, int thickness) {
    opencv_imgproc.arrowedLine(
        canvas.mat(), from, to, Canvas.color(rgb), thickness, opencv_imgproc.LINE_AA, 0, TIP);
  }

  /** The picture's colour in the middle of two points. */
  private int colorBetween(Point from, Point to) {
    return canvas.colorAt(
        Math.clamp((from.x() + to.x()) / 2, 0, canvas.width() - 1),
        Math.clamp((from.y() + to.y()) / 2, 0, canvas.height() - 1));
  }

  private static int mixed(int rgb, int other, double share) {
    int result = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double value = (rgb >> shift & 255) * share + (other >> shift & 255) * (1 - share);
      result |= (int) Math.round(value) << shift;
    }
    return result;
  }

  private Point pixel(sluice.core.Point point) {
    return new Point(pixel(point.x(), canvas.width()), pixel(point.y(), canvas.height()));
  }

  private static int pixel(float part, int pixels) {
    return Math.clamp(Math.round(part * pixels), -FAR, FAR);
  }
}
