package sluice.video.image;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.core.StreamObserver;

/** One reference to a decoded frame. */
public final class FramePicture implements Picture {
  private final SharedFrame shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FramePicture(SharedFrame shared) {
    this.shared = shared;
  }

  /** Takes over a decoded frame; closing the last reference frees it. */
  public static FramePicture of(AVFrame frame, PictureLayout layout) {
    return new FramePicture(new SharedFrame(frame, layout));
  }

  /**
   * A picture in memory of another process.
   *
   * @param mapped how it lies there
   * @param memory of the picture, as long as the layout says; read-only by contract
   * @param free called once, by any thread, when the last reference is closed
   */
  public static FramePicture of(MappedLayout mapped, MemorySegment memory, Runnable free) {
    return new FramePicture(new SharedFrame(mapped, mapped.planesIn(memory), free));
  }

  @Override
  public int width() {
    return shared.layout().width();
  }

  @Override
  public int height() {
    return shared.layout().height();
  }

  @Override
  public String format() {
    return shared.layout().name();
  }

  @Override
  public ColorSpace colorSpace() {
    return shared.colorSpace();
  }

  @Override
  public Orientation orientation() {
    return shared.orientation();
  }

  @Override
  public PixelAspect pixelAspect() {
    return shared.pixelAspect();
  }

  @Override
  public int planes() {
    return shared.layout().planes();
  }

  @Override
  public MemorySegment plane(int index) {
    requireOpen();
    return shared.plane(index);
  }

  @Override
  public int stride(int plane) {
    return shared.stride(plane);
  }

  @Override
  public Picture retain() {
    requireOpen();
    shared.retain();
    return new FramePicture(shared);
  }

  @Override
  public void tell(StreamObserver observer) {
    requireOpen();
    shared.tell(observer);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      shared.release();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("this reference to a picture is closed");
    }
  }
}
