package sluice.demo;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Renderer of the frames of a scene: the room, shadows at the feet, the figures with smooth edges,
 * and a camera's noise. For one thread; any frame may be drawn at any time.
 */
public final class Painter {
  /** Over how many pixels an edge fades: about what a lens leaves of it. */
  private static final double EDGE = 1.4;

  private static final double SHADOW = 0.42;
  private static final double SHADOW_HALF_WIDTH = 0.24;
  private static final double SHADOW_HALF_HEIGHT = 0.05;

  private final Scene scene;
  private final int width;
  private final int height;
  private final byte[] room;
  private final byte[] picture;
  private final PixelNoise noise;

  /** Makes ready to draw a scene; draws its room. */
  public Painter(Scene scene) {
    this.scene = scene;
    this.width = scene.settings().width();
    this.height = scene.settings().height();
    this.room = Room.paint(width, height);
    this.picture = new byte[room.length];
    this.noise = new PixelNoise(scene.settings().seed());
  }

  /**
   * Draws a frame.
   *
   * @param frame its number, from 0
   * @param target rows of blue, green and red bytes, top first; what lies between the rows is left
   *     alone
   * @param stride bytes from the start of a row to the start of the next
   * @throws IndexOutOfBoundsException when the target is too small
   */
  public void paint(int frame, MemorySegment target, int stride) {
    System.arraycopy(room, 0, picture, 0, room.length);
    List<Figure> figures = scene.figures(frame);
    figures.forEach(this::drawShadow);
    figures.forEach(figure -> figure.parts().forEach(this::draw));
    noise.add(picture, width, height, frame);
    for (int y = 0; y < height; y++) {
      MemorySegment.copy(
          picture, 3 * y * width, target, ValueLayout.JAVA_BYTE, (long) y * stride, 3 * width);
    }
  }

  private void drawShadow(Figure figure) {
    double size = figure.stance().height();
    Point feet = figure.stance().ground();
    double halfWidth = SHADOW_HALF_WIDTH * size;
    double halfHeight = SHADOW_HALF_HEIGHT * size;
    forEachPixel(
        Extent.around(feet, halfWidth, halfHeight),
        (x, y, offset) -> {
          double across = (x - feet.x()) / halfWidth;
          double down = (y - feet.y()) / halfHeight;
          double depth = Math.max(0, 1 - across * across - down * down);
          Bgr.light(picture, offset, 1 - SHADOW * depth * depth);
        });
  }

  private void draw(Part part) {
    Shape shape = part.shape();
    Extent extent = shape.extent();
    Extent faded =
        new Extent(
            extent.left() - EDGE,
            extent.top() - EDGE,
            extent.right() + EDGE,
            extent.bottom() + EDGE);
    forEachPixel(
        faded,
        (x, y, offset) -> {
          double coverage = Math.clamp(0.5 - shape.distance(x, y) / EDGE, 0.0, 1.0);
          if (coverage > 0) {
            Bgr.blend(picture, offset, part.rgb(), coverage);
          }
        });
  }

  @FunctionalInterface
  private interface PixelWork {
    /** Called with the middle of a pixel and where its bytes begin. */
    void at(double x, double y, int offset);
  }

  private void forEachPixel(Extent extent, PixelWork work) {
    int left = Math.max(0, (int) Math.floor(extent.left()));
    int right = Math.min(width, (int) Math.ceil(extent.right()));
    int top = Math.max(0, (int) Math.floor(extent.top()));
    int bottom = Math.min(height, (int) Math.ceil(extent.bottom()));
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        work.at(x + 0.5, y + 0.5, 3 * (y * width + x));
      }
    }
  }
}
