package sluice.video.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import sluice.core.Box;
import sluice.core.NativeMemory;
import sluice.video.ffmpeg.NativeAddress;

/**
 * A picture in packed 8-bit blue, green and red that is drawn on: boxes, their labels, a text in
 * the corner. Lines and letters grow with the picture.
 *
 * <p>Not safe for use by several threads at once. Its creator closes it.
 */
public final class Canvas implements AutoCloseable {
  private static final int CHANNELS = 3;
  private static final int ROW_ALIGNMENT = 64;

  private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
  private static final double SIDE_AT_SCALE_ONE = 900;
  private static final double LEAST_SCALE = 0.4;
  private static final int SIDE_PER_LINE_PIXEL = 270;
  private static final int CORNER_COLOR = 0x202020;

  private final int width;
  private final int height;
  private final int stride;
  private final double fontScale;
  private final int lineWidth;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pixels;
  private final Pointer pointer;
  private final Mat mat;
  private boolean closed;

  /**
   * A black picture.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   */
  public Canvas(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "size: " + width + "x" + height + " (expected: at least 1x1)");
    }
    this.width = width;
    this.height = height;
    this.stride = (width * CHANNELS + ROW_ALIGNMENT - 1) / ROW_ALIGNMENT * ROW_ALIGNMENT;
    int side = Math.min(width, height);
    this.fontScale = Math.max(LEAST_SCALE, side / SIDE_AT_SCALE_ONE);
    this.lineWidth = Math.max(1, Math.round((float) side / SIDE_PER_LINE_PIXEL));
    this.pixels = arena.allocate((long) stride * height + Scaler.SPARE_BYTES, ROW_ALIGNMENT);
    NativeMemory.taken(pixels.byteSize());
    this.pointer = new NativeAddress(pixels.address());
    this.mat = new Mat(height, width, opencv_core.CV_8UC3, pointer, stride);
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /** Bytes from the start of a row to the start of the next. */
  public int stride() {
    return stride;
  }

  /**
   * The memory of the picture, to be painted: rows of blue, green, red, with {@link
   * Scaler#SPARE_BYTES} after the last one.
   */
  public MemorySegment pixels() {
    requireOpen();
    return pixels;
  }

  /** The colour of a pixel, 0xRRGGBB. */
  public int colorAt(int x, int y) {
    requireOpen();
    Objects.checkIndex(x, width);
    Objects.checkIndex(y, height);
    long offset = (long) y * stride + (long) CHANNELS * x;
    return byteAt(offset + 2) << 16 | byteAt(offset + 1) << 8 | byteAt(offset);
  }

  private int byteAt(long offset) {
    return pixels.get(ValueLayout.JAVA_BYTE, offset) & 255;
  }

  /** The same memory for native code; stays the canvas's. */
  public Pointer pointer() {
    requireOpen();
    return pointer;
  }

  /** Draws the outline of a box in a colour; what lies outside the picture is cut off. */
  public void drawBox(Box box, int rgb) {
    draw(
        () -> {
          Rect outline = pixelsOf(box);
          Point from = new Point(outline.x(), outline.y());
          Point to =
              new Point(outline.x() + outline.width() - 1, outline.y() + outline.height() - 1);
          opencv_imgproc.rectangle(mat, from, to, color(rgb), lineWidth, opencv_imgproc.LINE_8, 0);
        });
  }

  /**
   * Writes a text on a ground of the given colour at the upper left corner of a box: above it, or
   * inside where there is no room above. Characters outside ASCII appear as question marks.
   */
  public void drawLabel(Box box, String text, int rgb) {
    draw(
        () -> {
          Rect outline = pixelsOf(box);
          String shown = CanvasText.printable(text);
          TextSize size = measure(shown);
          int top = outline.y() - size.height();
          drawText(
              shown,
              size,
              Math.min(outline.x(), width - size.width()),
              top >= 0 ? top : outline.y(),
              rgb);
        });
  }

  /**
   * Writes a text on a ground of the given colour beside a point; it is moved into the picture
   * where it would not be seen whole.
   *
   * @param at in fractions of the picture
   * @param x the direction in which the text lies from there, with y of length 1
   * @param y downwards
   */
  public void drawBeside(sluice.core.Point at, double x, double y, String text, int rgb) {
    draw(
        () -> {
          String shown = CanvasText.printable(text);
          TextSize size = measure(shown);
          double away =
              (Math.abs(x) * size.width() + Math.abs(y) * size.height()) / 2 + 2 * lineWidth;
          int left = (int) Math.round(at.x() * width + x * away - size.width() / 2.0);
          int top = (int) Math.round(at.y() * height + y * away - size.height() / 2.0);
          drawText(
              shown,
              size,
              Math.clamp(left, 0, Math.max(0, width - size.width())),
              Math.clamp(top, 0, Math.max(0, height - size.height())),
              rgb);
        });
  }

  /** Writes a text into the upper left corner of the picture, light on dark. */
  public void drawCorner(String text) {
    draw(
        () -> {
          String shown = CanvasText.printable(text);
          drawText(shown, measure(shown), 0, 0, CORNER_COLOR);
        });
  }

  /**
   * Writes lines into the lower left corner of the picture, light on dark, the first one uppermost;
   * those for which there is no room are left out.
   */
  public void drawBottom(List<String> lines) {
    draw(
        () -> {
          int bottom = height;
          for (String line : lines.reversed()) {
            String shown = CanvasText.printable(line);
            TextSize size = measure(shown);
            bottom -= size.height();
            if (bottom >= 0) {
              drawText(shown, size, 0, bottom, CORNER_COLOR);
            }
          }
        });
  }

  /** Frees OpenCV's small objects, which the drawing makes, at once. */
  @SuppressWarnings("try")
  void draw(Runnable drawing) {
    requireOpen();
    try (PointerScope scope = new PointerScope()) {
      drawing.run();
    }
  }

  private record TextSize(int width, int height, int ascent, int padding) {}

  private TextSize measure(String text) {
    int[] baseline = new int[1];
    Size size = opencv_imgproc.getTextSize(text, FONT, fontScale, textWidth(), baseline);
    int padding = 2 * textWidth();
    return new TextSize(
        size.width() + 2 * padding,
        size.height() + baseline[0] + 2 * padding,
        size.height(),
        padding);
  }

  private void drawText(String text, TextSize size, int x, int y, int groundRgb) {
    int left = Math.max(0, x);
    Rect ground = new Rect(left, y, size.width(), size.height());
    opencv_imgproc.rectangle(
        mat, ground, color(groundRgb), opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
    Point base = new Point(left + size.padding(), y + size.padding() + size.ascent());
    Scalar ink = color(CanvasColors.inkOn(groundRgb));
    opencv_imgproc.putText(
        mat, text, base, FONT, fontScale, ink, textWidth(), opencv_imgproc.LINE_AA, false);
  }

  private int textWidth() {
    return Math.max(1, (int) Math.round(fontScale * 1.5));
  }

  private Rect pixelsOf(Box box) {
    Box inside = box.clamp();
    int left = Math.round(inside.xMin() * width);
    int top = Math.round(inside.yMin() * height);
    int right = Math.max(left + 1, Math.round(inside.xMax() * width));
    int bottom = Math.max(top + 1, Math.round(inside.yMax() * height));
    return new Rect(left, top, right - left, bottom - top);
  }

  /** The picture for OpenCV; stays the canvas's. */
  Mat mat() {
    return mat;
  }

  /** Pixels. */
  int lineWidth() {
    return lineWidth;
  }

  static Scalar color(int rgb) {
    return new Scalar(rgb & 255, rgb >> 8 & 255, rgb >> 16 & 255, 0);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the canvas is closed");
    }
  }

  /** Frees the memory. Closing twice does nothing the second time. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      mat.close();
      NativeMemory.givenBack(pixels.byteSize());
      arena.close();
    }
  }
}
