package sluice.video.image;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YAF32BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YAF32LE;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_isSupportedInput;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.video.ffmpeg.FfmpegErrorText;
import sluice.video.ffmpeg.FfmpegLog;
import sluice.video.ffmpeg.NativeAddress;

/**
 * One pass of swscale, whose context is kept for as long as the pictures stay alike, or lent to
 * other passes until the next picture. One thread at a time.
 */
final class ScalePass implements AutoCloseable {
  private static final int PLANES = 4;
  private static final int NEUTRAL = 1 << 16;

  private final int kernelFlag;
  private final @Nullable ScaleContexts shared;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment sourcePlanes = arena.allocate(ADDRESS, PLANES);
  private final MemorySegment sourceStrides = arena.allocate(JAVA_INT, PLANES);
  private final MemorySegment targetPlanes = arena.allocate(ADDRESS, PLANES);
  private final MemorySegment targetStrides = arena.allocate(JAVA_INT, PLANES);
  private final PointerPointer<?> sourcePlanesPointer = pointers(sourcePlanes);
  private final IntPointer sourceStridesPointer = ints(sourceStrides);
  private final PointerPointer<?> targetPlanesPointer = pointers(targetPlanes);
  private final IntPointer targetStridesPointer = ints(targetStrides);
  private @Nullable ScaleShape shape;
  private @Nullable SwsContext context;

  /**
   * A pass that has prepared nothing yet.
   *
   * @param shared where its context is between two pictures; null to keep it
   */
  ScalePass(int kernelFlag, @Nullable ScaleContexts shared) {
    FfmpegLog.install();
    this.kernelFlag = kernelFlag;
    this.shared = shared;
    if (shared != null) {
      shared.join();
    }
  }

  /**
   * Scales the stored picture to the given size, into an image whose upper left pixel lies at
   * {@code offset}.
   */
  void run(
      Picture source,
      MemorySegment target,
      long offset,
      int stride,
      ChannelOrder order,
      int width,
      int height) {
    SwsContext ready = contextFor(source, order, width, height);
    for (int i = 0; i < PLANES; i++) {
      boolean there = i < source.planes();
      int rowBytes = there ? source.stride(i) : 0;
      sourceStrides.setAtIndex(JAVA_INT, i, rowBytes);
      sourcePlanes.setAtIndex(
          ADDRESS, i, there ? firstRow(source.plane(i), rowBytes) : MemorySegment.NULL);
    }
    targetPlanes.setAtIndex(ADDRESS, 0, MemorySegment.ofAddress(target.address() + offset));
    targetStrides.setAtIndex(JAVA_INT, 0, stride);
    int rows = scale(ready, source.height(), target);
    if (rows != height) {
      throw unsupported(source, ": swscale gave " + FfmpegErrorText.of(rows));
    }
    lend();
  }

  private int scale(SwsContext ready, int height, MemorySegment target) {
    try {
      return sws_scale(
          ready,
          sourcePlanesPointer,
          sourceStridesPointer,
          0,
          height,
          targetPlanesPointer,
          targetStridesPointer);
    } finally {
      Reference.reachabilityFence(target);
    }
  }

  @Override
  public void close() {
    free();
    arena.close();
    if (shared != null) {
      shared.leave();
    }
  }

  private SwsContext contextFor(Picture source, ChannelOrder order, int width, int height) {
    int format = PixelFormats.byName(source.format());
    ScaleShape wanted =
        new ScaleShape(
            format,
            source.colorSpace(),
            source.width(),
            source.height(),
            order,
            width,
            height,
            kernelFlag);
    SwsContext current = context;
    if (current == null || !wanted.equals(shape)) {
      free();
      current = shared == null ? null : shared.take(wanted);
      if (current == null) {
        current = prepare(source, wanted);
      }
      context = current;
      shape = wanted;
    }
    return current;
  }

  private void lend() {
    if (shared != null && context != null && shape != null) {
      shared.give(shape, context);
      context = null;
      shape = null;
    }
  }

  private SwsContext prepare(Picture source, ScaleShape wanted) {
    if (sws_isSupportedInput(wanted.format()) == 0 || endsTheProcess(wanted.format())) {
      throw unsupported(source, "");
    }
    int target = wanted.order() == ChannelOrder.BGR ? AV_PIX_FMT_BGR24 : AV_PIX_FMT_RGB24;
    SwsContext made =
        sws_getContext(
            wanted.width(),
            wanted.height(),
            wanted.format(),
            wanted.toWidth(),
            wanted.toHeight(),
            target,
            kernelFlag,
            null,
            null,
            (DoublePointer) null);
    if (made == null || made.isNull()) {
      throw unsupported(source, " to " + wanted.toWidth() + "x" + wanted.toHeight());
    }
    IntPointer matrix = sws_getCoefficients(ColorSpaces.swscaleId(wanted.colors().matrix()));
    int fullRange = wanted.colors().fullRange() ? 1 : 0;
    sws_setColorspaceDetails(made, matrix, fullRange, matrix, 1, 0, NEUTRAL, NEUTRAL);
    return made;
  }

  /**
   * swscale 9.1 says that it can read these, and ends the whole process by an assertion on x86-64
   * when it does.
   */
  private static boolean endsTheProcess(int format) {
    return format == AV_PIX_FMT_YAF32LE || format == AV_PIX_FMT_YAF32BE;
  }

  private void free() {
    if (context != null) {
      sws_freeContext(context);
      context = null;
      shape = null;
    }
  }

  /**
   * Where the first row of a plane lies; in pictures that are stored bottom-up that is the highest
   * one.
   */
  private static MemorySegment firstRow(MemorySegment plane, int stride) {
    if (stride >= 0) {
      return plane;
    }
    long rowBytes = -(long) stride;
    long toLast = (plane.byteSize() - 1) / rowBytes * rowBytes;
    return MemorySegment.ofAddress(plane.address() + toLast);
  }

  private static SluiceException unsupported(Picture source, String more) {
    return new SluiceException(
        ErrorCode.INPUT,
        "pictures of %dx%d in the pixel format %s can't be scaled%s"
            .formatted(source.width(), source.height(), source.format(), more));
  }

  private static PointerPointer<?> pointers(MemorySegment memory) {
    return new PointerPointer<>(new NativeAddress(memory.address()));
  }

  private static IntPointer ints(MemorySegment memory) {
    return new IntPointer(new NativeAddress(memory.address()));
  }
}
