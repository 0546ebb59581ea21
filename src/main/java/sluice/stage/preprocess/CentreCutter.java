package sluice.stage.preprocess;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.video.image.Scaler;

/**
 * Scales pictures until they fill a model's input and copies their middle into it. Keeps the memory
 * of the scaled picture from picture to picture. One thread at a time.
 */
final class CentreCutter implements AutoCloseable {
  /** Most pixels of a scaled picture before it is cut: 192 MiB. */
  static final long MOST_PIXELS = 1L << 26;

  private static final int PIXEL = 3;
  private static final int ALIGNMENT = 64;

  private final Scaler scaler;
  private @Nullable Scaled scaled;

  /** The memory of a scaled picture. */
  private record Scaled(Arena arena, MemorySegment memory, int width, int height) {
    static Scaled of(int width, int height) {
      Arena arena = Arena.ofShared();
      long bytes = (long) width * PIXEL * height + Scaler.SPARE_BYTES;
      return new Scaled(arena, arena.allocate(bytes, ALIGNMENT), width, height);
    }
  }

  /**
   * A cutter without memory yet.
   *
   * @param scaler stays the caller's
   */
  CentreCutter(Scaler scaler) {
    this.scaler = scaler;
  }

  /**
   * Fills an input with the middle of a picture.
   *
   * @param picture read only
   * @param placement where the picture would lie; it covers the input
   * @param target the input, overwritten whole
   * @throws SluiceException with {@link ErrorCode#INPUT} when the picture can't be converted or is
   *     too long and narrow
   */
  void prepare(Picture picture, Placement placement, MemorySegment target) {
    InputSpec input = placement.input();
    if ((long) placement.width() * placement.height() > MOST_PIXELS) {
      throw new SluiceException(
          ErrorCode.INPUT,
          "pictures of %dx%d are too narrow to be cut to %dx%d (expected: at most %d pixels when they fill it); use --resize stretch or letterbox, in a configuration resize"
              .formatted(
                  picture.displayWidth(),
                  picture.displayHeight(),
                  input.width(),
                  input.height(),
                  MOST_PIXELS));
    }
    Scaled whole = scaledOf(placement.width(), placement.height());
    int stride = whole.width * PIXEL;
    scaler.scale(picture, whole.memory, stride, input.channels(), 0, 0, whole.width, whole.height);
    long from = (long) -placement.y() * stride + (long) -placement.x() * PIXEL;
    for (int row = 0; row < input.height(); row++) {
      MemorySegment.copy(
          whole.memory,
          from + (long) row * stride,
          target,
          (long) row * input.stride(),
          input.stride());
    }
  }

  private Scaled scaledOf(int width, int height) {
    Scaled current = scaled;
    if (current == null || current.width != width || current.height != height) {
      close();
      current = Scaled.of(width, height);
      scaled = current;
    }
    return current;
  }

  /** Frees its memory. Closing twice does nothing. */
  @Override
  public void close() {
    if (scaled != null) {
      scaled.arena.close();
      scaled = null;
    }
  }
}
