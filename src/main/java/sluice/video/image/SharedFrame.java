package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;
import sluice.core.ColorSpace;
import sluice.core.NativeMemory;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.StreamObserver;

/**
 * A decoded frame and how many {@link FramePicture}s refer to it. It may outlive its decoder and be
 * freed on any thread: FFmpeg counts references to the pixels themselves, and memory that another
 * process decodes into stays mapped.
 */
public final class SharedFrame {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private final Runnable free;
  private final PictureLayout layout;
  private final ColorSpace colorSpace;
  private final Orientation orientation;
  private final PixelAspect pixelAspect;
  private final int[] strides;
  private final MemorySegment[] planes;
  private final AtomicInteger references = new AtomicInteger(1);

  /** Set before the picture is handed on; who closes the last reference sees it for that. */
  private @Nullable StreamObserver observer;

  /** Takes FFmpeg's frame over, with one reference. */
  SharedFrame(AVFrame frame, PictureLayout layout) {
    this.free = () -> av_frame_free(frame);
    this.layout = layout;
    this.colorSpace = ColorSpaces.of(layout, frame.colorspace(), frame.color_range());
    this.orientation = Orientations.of(frame);
    AVRational aspect = frame.sample_aspect_ratio();
    this.pixelAspect = PixelAspect.of(aspect.num(), aspect.den());
    this.strides = new int[layout.planes()];
    this.planes = new MemorySegment[layout.planes()];
    for (int i = 0; i < planes.length; i++) {
      strides[i] = frame.linesize(i);
      planes[i] = memory(frame.data(i).address(), i);
    }
    OPEN.incrementAndGet();
    NativeMemory.taken(bytes());
  }

  /**
   * A frame in memory of somebody else's, with one reference.
   *
   * @param planes from each plane's lowest address on, as long as its rows
   * @param free called once, when the last reference is closed
   */
  SharedFrame(MappedLayout mapped, MemorySegment[] planes, Runnable free) {
    this.free = free;
    this.layout = mapped.layout();
    this.colorSpace = mapped.colorSpace();
    this.orientation = mapped.orientation();
    this.pixelAspect = mapped.pixelAspect();
    this.strides = mapped.strides();
    this.planes = planes;
    OPEN.incrementAndGet();
    NativeMemory.taken(bytes());
  }

  /** Frames of the whole process that are not freed yet; for tests. */
  public static int open() {
    return OPEN.get();
  }

  PictureLayout layout() {
    return layout;
  }

  ColorSpace colorSpace() {
    return colorSpace;
  }

  Orientation orientation() {
    return orientation;
  }

  PixelAspect pixelAspect() {
    return pixelAspect;
  }

  MemorySegment plane(int index) {
    return planes[index];
  }

  int stride(int index) {
    return strides[index];
  }

  /** As {@link sluice.core.Picture#tell} says. */
  void tell(StreamObserver told) {
    if (observer != null) {
      throw new IllegalStateException("an observer is told of this picture already");
    }
    observer = told;
    told.pictureHeld(bytes());
  }

  void retain() {
    references.incrementAndGet();
  }

  void release() {
    if (references.decrementAndGet() == 0) {
      NativeMemory.givenBack(bytes());
      free.run();
      OPEN.decrementAndGet();
      if (observer != null) {
        observer.pictureFreed(bytes());
      }
    }
  }

  private long bytes() {
    long sum = 0;
    for (MemorySegment plane : planes) {
      sum += plane.byteSize();
    }
    return sum;
  }

  /**
   * A plane from its lowest address on; where rows go upwards in memory the last row lies there.
   */
  private MemorySegment memory(long firstRow, int plane) {
    long toLastRow = (long) strides[plane] * (layout.rows(plane) - 1);
    long bytes = Math.abs(toLastRow) + layout.rowBytes(plane);
    return MemorySegment.ofAddress(firstRow + Math.min(0, toLastRow))
        .reinterpret(bytes)
        .asReadOnly();
  }
}
