package sluice.core;

import java.lang.foreign.MemorySegment;

/**
 * A decoded picture in its decoder's own format, off the heap, shared by counting references.
 *
 * <p>The holder of a reference may read the planes from any thread until closing it; no one may
 * write, for the decoder may still predict from this very memory. Each reference, the first one and
 * each that {@link #retain} gives, is closed exactly once.
 */
public interface Picture extends AutoCloseable {

  /** Width in pixels as stored, before {@link #orientation} and {@link #pixelAspect}. */
  int width();

  /** Height in pixels as stored, before {@link #orientation} and {@link #pixelAspect}. */
  int height();

  /**
   * The pixel format in FFmpeg's words: {@code yuv420p}, {@code nv12}, {@code bgr24}, {@code gray},
   * {@code yuv422p10le} …
   */
  String format();

  /** How luma and chroma are to be read; for formats in red, green and blue it has no effect. */
  ColorSpace colorSpace();

  /** How the stored picture is to be shown. */
  Orientation orientation();

  /** The shape of the pixels as stored, before {@link #orientation}. */
  PixelAspect pixelAspect();

  /** Number of planes, 1 to 4. */
  int planes();

  /**
   * Memory of a plane, read-only by contract, row after row, {@link #stride} bytes apart.
   *
   * @throws IllegalStateException when this reference is closed
   */
  MemorySegment plane(int index);

  /**
   * Bytes from the start of a plane's row to the start of the next; may be negative for pictures
   * stored bottom-up.
   */
  int stride(int plane);

  /**
   * Another reference to the same picture, to be closed by its holder.
   *
   * @throws IllegalStateException when this reference is closed
   */
  Picture retain();

  /**
   * Gives this reference up; the memory goes with the last one. Closing twice does nothing the
   * second time.
   */
  @Override
  void close();

  /**
   * Tells an observer of the decoded memory behind this picture: at once that it is held, and when
   * the last reference is closed that it isn't any more. To be called on the first reference, by
   * the decoder's thread before anybody else sees the picture, and once at the most.
   *
   * <p>Does nothing where the picture is no decoder's.
   */
  default void tell(StreamObserver observer) {}

  /** Width as displayed, in square pixels. */
  default int displayWidth() {
    return displaySize().width();
  }

  /** Height as displayed, in square pixels. */
  default int displayHeight() {
    return displaySize().height();
  }

  /** The size as displayed, in the pixels that there are, whatever their shape. */
  default PixelSize turnedSize() {
    PixelSize stored = new PixelSize(width(), height());
    return orientation().swapsSides() ? stored.turned() : stored;
  }

  /** The size as displayed, in square pixels. */
  default PixelSize displaySize() {
    PixelSize squares = pixelAspect().inSquares(width(), height());
    return orientation().swapsSides() ? squares.turned() : squares;
  }
}
