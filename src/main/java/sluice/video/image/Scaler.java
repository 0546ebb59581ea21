package sluice.video.image;

import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_LANCZOS;
import static org.bytedeco.ffmpeg.global.swscale.SWS_POINT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;

/**
 * Scales and converts decoded pictures into packed pixels of red, green and blue, in one pass of
 * swscale, with the picture's own colour matrix and range. Turned and mirrored pictures take a
 * second pass over the scaled result.
 *
 * <p>Used by one thread at a time; one for each stream run, so that the prepared context is kept
 * from picture to picture, where {@link #shared} does not share it. Whatever the pictures' sizes
 * and formats, they may change at any time.
 */
public final class Scaler implements AutoCloseable {

  /** How a pixel is made of its neighbours. */
  public enum Kernel {
    /** The nearest pixel: cheapest, coarse. */
    NEAREST(SWS_POINT),
    /** Bilinear with shortcuts. */
    FAST_BILINEAR(SWS_FAST_BILINEAR),
    /** Bilinear; when shrinking, over as many pixels as fall together. */
    BILINEAR(SWS_BILINEAR),
    /** Bicubic: sharper, dearer. */
    BICUBIC(SWS_BICUBIC),
    /** The mean of the area that a pixel covers. */
    AREA(SWS_AREA),
    /** Lanczos: sharpest, dearest. */
    LANCZOS(SWS_LANCZOS);

    private final int flag;

    Kernel(int flag) {
      this.flag = flag;
    }
  }

  /**
   * What a target must have beyond its last row, bytes: the vectorised conversions may write there.
   */
  public static final int SPARE_BYTES = 64;

  private static final int PIXEL = 3;

  /**
   * swscale works on up to this many pixels at once, and writes past the end of a row that isn't a
   * multiple of them: scaling ones up to 18 bytes except in the last rows, unscaled ones up to 24
   * bytes in all rows (measured, x86-64).
   */
  private static final int BLOCK = 32;

  private final ScalePass pass;
  private @Nullable Scratch scratch;
  private boolean closed;

  /** A scaler that has prepared nothing yet, and keeps what it prepares. */
  public Scaler(Kernel kernel) {
    this.pass = new ScalePass(kernel.flag, null);
  }

  private Scaler(Kernel kernel, ScaleContexts contexts) {
    this.pass = new ScalePass(kernel.flag, contexts);
  }

  /**
   * A scaler that shares with all such what is prepared, of which little is kept in the whole
   * process: for pictures that stay alike, and of which many streams have the same kind.
   */
  public static Scaler shared(Kernel kernel) {
    return new Scaler(kernel, ScaleContexts.SHARED);
  }

  /**
   * Scales the whole displayed picture into a rectangle of a packed image with 3 bytes a pixel.
   * Nothing outside the rectangle is changed, but for {@link #SPARE_BYTES} after the image's last
   * row.
   *
   * @param source read only; its orientation is applied
   * @param target native memory of the image, with {@link #SPARE_BYTES} after its last row
   * @param stride bytes from one row of the image to the next
   * @param order order of the colours
   * @param x left edge of the rectangle, pixels
   * @param y upper edge of the rectangle, pixels
   * @param width width of the rectangle, pixels, at least 1
   * @param height height of the rectangle, pixels, at least 1
   * @throws IllegalArgumentException when the rectangle, with the spare bytes, leaves the target or
   *     its rows
   * @throws IllegalStateException after {@link #close}
   * @throws SluiceException {@link ErrorCode#INPUT} when the picture's format can't be converted
   */
  public void scale(
      Picture source,
      MemorySegment target,
      int stride,
      ChannelOrder order,
      int x,
      int y,
      int width,
      int height) {
    requireOpen();
    requireInside(target, stride, x, y, width, height);
    long offset = (long) y * stride + (long) x * PIXEL;
    Orientation orientation = source.orientation();
    boolean sideways = orientation.swapsSides();
    int passWidth = sideways ? height : width;
    int passHeight = sideways ? width : height;
    boolean scaled = source.width() != passWidth || source.height() != passHeight;
    boolean wholeRows = width * PIXEL == stride;
    boolean staysInside = width % BLOCK == 0 || (scaled && wholeRows);
    if (orientation.isUpright() && staysInside) {
      pass.run(source, target, offset, stride, order, width, height);
    } else {
      Scratch between = scratchFor(passWidth, passHeight);
      pass.run(source, between.memory, 0, between.stride, order, passWidth, passHeight);
      Rotation.copy(
          between.memory,
          between.stride,
          passWidth,
          passHeight,
          orientation,
          target,
          offset,
          stride);
    }
  }

  /** Frees what was prepared. Closing twice does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pass.close();
      if (scratch != null) {
        scratch.arena.close();
      }
    }
  }

  private Scratch scratchFor(int width, int height) {
    Scratch current = scratch;
    if (current == null || current.width != width || current.height != height) {
      if (current != null) {
        current.arena.close();
      }
      current = Scratch.of(width, height);
      scratch = current;
    }
    return current;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the scaler is closed");
    }
  }

  private static void requireInside(
      MemorySegment target, int stride, int x, int y, int width, int height) {
    long end = (y + height - 1L) * stride + (long) (x + width) * PIXEL + SPARE_BYTES;
    boolean sensible = x >= 0 && y >= 0 && width > 0 && height > 0;
    if (!sensible
        || (long) (x + width) * PIXEL > stride
        || end > target.byteSize()
        || !target.isNative()
        || target.isReadOnly()) {
      throw new IllegalArgumentException(
          "rectangle %dx%d at (%d, %d), %d bytes a row, in %d bytes (expected: inside, with %d spare bytes, in writable native memory)"
              .formatted(width, height, x, y, stride, target.byteSize(), SPARE_BYTES));
    }
  }

  /** An image between the two passes. */
  private record Scratch(Arena arena, MemorySegment memory, int width, int height, int stride) {
    private static final int ALIGNMENT = 64;

    static Scratch of(int width, int height) {
      int stride = (width * PIXEL + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      Arena arena = Arena.ofShared();
      MemorySegment memory = arena.allocate((long) stride * height + SPARE_BYTES, ALIGNMENT);
      return new Scratch(arena, memory, width, height, stride);
    }
  }
}
