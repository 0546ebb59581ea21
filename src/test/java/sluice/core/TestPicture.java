package sluice.core;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;

/**
 * A picture drawn by a test, which counts its references: the memory goes with the last of them,
 * and what was left open or closed twice shows. A painter gives the colour 0xRRGGBB of a stored
 * pixel by column and row.
 */
public final class TestPicture implements Picture {

  /** Bytes past the last row of each plane, for conversions that read in blocks. */
  private static final int SPARE_BYTES = 64;

  private static final ColorSpace BT601 = new ColorSpace(ColorSpace.Matrix.BT601, false);

  /** What all references of one picture share. */
  private static final class Memory {
    final Arena arena = Arena.ofShared();
    final AtomicInteger references = new AtomicInteger(1);
    final AtomicInteger surplusCloses = new AtomicInteger();
    final String format;
    final int width;
    final int height;
    final Orientation orientation;
    final MemorySegment[] planes;
    final int[] strides;
    volatile StreamObserver observer = StreamObserver.NONE;

    Memory(String format, int width, int height, Orientation orientation, int... strides) {
      this.format = format;
      this.width = width;
      this.height = height;
      this.orientation = orientation;
      this.strides = strides;
      this.planes = new MemorySegment[strides.length];
      for (int plane = 0; plane < strides.length; plane++) {
        long rows = plane == 0 ? height : (height + 1) / 2;
        planes[plane] = arena.allocate(strides[plane] * rows + SPARE_BYTES, 64);
      }
    }

    long bytes() {
      return Arrays.stream(planes).mapToLong(MemorySegment::byteSize).sum();
    }

    void set(int plane, long offset, double value) {
      planes[plane].set(
          ValueLayout.JAVA_BYTE, offset, (byte) Math.clamp(Math.round(value), 0, 255));
    }
  }

  private final Memory memory;
  private final PixelAspect aspect;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TestPicture(Memory memory) {
    this(memory, PixelAspect.SQUARE);
  }

  private TestPicture(Memory memory, PixelAspect aspect) {
    this.memory = memory;
    this.aspect = aspect;
  }

  /** This very reference as one to a picture whose pixels have another shape. */
  public TestPicture withPixels(PixelAspect shape) {
    return new TestPicture(memory, shape);
  }

  /** A black picture in packed blue, green and red, shown as stored. */
  public static TestPicture bgr24(int width, int height) {
    return bgr24(width, height, Orientation.UPRIGHT, (x, y) -> 0);
  }

  /** A painted picture in packed blue, green and red. */
  public static TestPicture bgr24(
      int width, int height, Orientation orientation, IntBinaryOperator painter) {
    Memory memory = new Memory("bgr24", width, height, orientation, (width * 3 + 63) / 64 * 64);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = painter.applyAsInt(x, y);
        long offset = (long) y * memory.strides[0] + 3L * x;
        memory.set(0, offset, rgb & 255);
        memory.set(0, offset + 1, rgb >> 8 & 255);
        memory.set(0, offset + 2, rgb >> 16 & 255);
      }
    }
    return new TestPicture(memory);
  }

  /**
   * A painted picture in three planes, BT.601, 16 to 235; chroma is taken from the upper left pixel
   * of each four.
   */
  public static TestPicture yuv420p(
      int width, int height, Orientation orientation, IntBinaryOperator painter) {
    int stride = (width + 63) / 64 * 64;
    Memory memory =
        new Memory("yuv420p", width, height, orientation, stride, stride / 2, stride / 2);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = painter.applyAsInt(x, y);
        double red = (rgb >> 16 & 255) / 255.0;
        double green = (rgb >> 8 & 255) / 255.0;
        double blue = (rgb & 255) / 255.0;
        double luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        memory.set(0, (long) y * stride + x, 16 + 219 * luma);
        if (x % 2 == 0 && y % 2 == 0) {
          long offset = (long) (y / 2) * (stride / 2) + x / 2;
          memory.set(1, offset, 128 + 224 * (blue - luma) / 1.772);
          memory.set(2, offset, 128 + 224 * (red - luma) / 1.402);
        }
      }
    }
    return new TestPicture(memory);
  }

  /** References that are open now; 0 once the memory was given up. */
  public int openReferences() {
    return memory.references.get();
  }

  /** How often a reference was closed that was closed already. */
  public int surplusCloses() {
    return memory.surplusCloses.get();
  }

  @Override
  public int width() {
    return memory.width;
  }

  @Override
  public int height() {
    return memory.height;
  }

  @Override
  public String format() {
    return memory.format;
  }

  @Override
  public ColorSpace colorSpace() {
    return BT601;
  }

  @Override
  public Orientation orientation() {
    return memory.orientation;
  }

  @Override
  public PixelAspect pixelAspect() {
    return aspect;
  }

  @Override
  public int planes() {
    return memory.planes.length;
  }

  @Override
  public MemorySegment plane(int index) {
    return whileOpen(() -> memory.planes[index].asReadOnly());
  }

  @Override
  public int stride(int plane) {
    return memory.strides[plane];
  }

  @Override
  public Picture retain() {
    return whileOpen(
        () -> {
          memory.references.incrementAndGet();
          return new TestPicture(memory, aspect);
        });
  }

  @Override
  public void tell(StreamObserver observer) {
    memory.observer = observer;
    observer.pictureHeld(memory.bytes());
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      memory.surplusCloses.incrementAndGet();
    } else if (memory.references.decrementAndGet() == 0) {
      long bytes = memory.bytes();
      memory.arena.close();
      memory.observer.pictureFreed(bytes);
    }
  }

  private <T> T whileOpen(Supplier<T> use) {
    if (closed.get()) {
      throw new IllegalStateException("this reference to the picture is closed");
    }
    return use.get();
  }
}
