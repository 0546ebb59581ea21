package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import sluice.core.Box;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;

/**
 * A part of a picture, seen as a picture: its planes lie in those of the whole one, from which it
 * is borrowed. It is as large as the part asked for, or larger by what falls to whole samples of
 * colour. Closing it does nothing.
 */
public final class PictureCrop implements Picture {
  private static final int BITS = 8;

  /** Of a pixel: what fractions may be off by is no further pixel. */
  private static final double ROUNDING = 0.01;

  private final Picture whole;
  private final AVPixFmtDescriptor format;
  private final boolean palette;
  private final boolean bits;
  private final int left;
  private final int top;
  private final int width;
  private final int height;

  private PictureCrop(Picture whole, Box stored) {
    this.whole = whole;
    format = av_pix_fmt_desc_get(PixelFormats.byName(whole.format()));
    palette = (format.flags() & AV_PIX_FMT_FLAG_PAL) != 0;
    bits = (format.flags() & AV_PIX_FMT_FLAG_BITSTREAM) != 0;
    int acrossBlock = bits ? BITS : 1 << format.log2_chroma_w();
    int downBlock = 1 << format.log2_chroma_h();
    left = first(stored.xMin(), whole.width(), acrossBlock);
    top = first(stored.yMin(), whole.height(), downBlock);
    width = Math.max(1, last(stored.xMax(), whole.width(), acrossBlock) - left);
    height = Math.max(1, last(stored.yMax(), whole.height(), downBlock) - top);
  }

  /**
   * A part of a picture.
   *
   * @param whole open for as long as the part is used; stays the caller's
   * @param box the part, in fractions of the picture as it is displayed
   * @throws sluice.core.SluiceException INPUT where FFmpeg doesn't know its format
   */
  public static PictureCrop of(Picture whole, Box box) {
    return new PictureCrop(whole, stored(box.clamp(), whole.orientation()));
  }

  /** Where a part of the displayed picture lies in the stored one. */
  private static Box stored(Box shown, Orientation orientation) {
    float left = orientation.mirrored() ? 1 - shown.xMax() : shown.xMin();
    float right = orientation.mirrored() ? 1 - shown.xMin() : shown.xMax();
    return switch (orientation.clockwiseDegrees()) {
      case 90 -> new Box(shown.yMin(), 1 - right, shown.yMax(), 1 - left);
      case 180 -> new Box(1 - right, 1 - shown.yMax(), 1 - left, 1 - shown.yMin());
      case 270 -> new Box(1 - shown.yMax(), left, 1 - shown.yMin(), right);
      default -> new Box(left, shown.yMin(), right, shown.yMax());
    };
  }

  /** Where a part of the stored picture lies in the displayed one. */
  private static Box shown(Box stored, Orientation orientation) {
    Box turned =
        switch (orientation.clockwiseDegrees()) {
          case 90 -> new Box(1 - stored.yMax(), stored.xMin(), 1 - stored.yMin(), stored.xMax());
          case 180 ->
              new Box(1 - stored.xMax(), 1 - stored.yMax(), 1 - stored.xMin(), 1 - stored.yMin());
          case 270 -> new Box(stored.yMin(), 1 - stored.xMax(), stored.yMax(), 1 - stored.xMin());
          default -> stored;
        };
    return orientation.mirrored()
        ? new Box(1 - turned.xMax(), turned.yMin(), 1 - turned.xMin(), turned.yMax())
        : turned;
  }

  /** What it is of the whole picture, in fractions of that as it is displayed. */
  public Box area() {
    return shown(
        new Box(
            (float) left / whole.width(),
            (float) top / whole.height(),
            (float) (left + width) / whole.width(),
            (float) (top + height) / whole.height()),
        whole.orientation());
  }

  /** The first pixel, at which a sample of colour begins, and one pixel at least lies behind it. */
  private static int first(float from, int size, int block) {
    int pixel = Math.min((int) Math.floor((double) from * size + ROUNDING), size - 1);
    return pixel / block * block;
  }

  /** The pixel behind the last one, at which a sample of colour ends, or the picture. */
  private static int last(float to, int size, int block) {
    int pixel = (int) Math.ceil((double) to * size - ROUNDING);
    return Math.min((pixel + block - 1) / block * block, size);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public String format() {
    return whole.format();
  }

  @Override
  public ColorSpace colorSpace() {
    return whole.colorSpace();
  }

  @Override
  public Orientation orientation() {
    return whole.orientation();
  }

  @Override
  public PixelAspect pixelAspect() {
    return whole.pixelAspect();
  }

  @Override
  public int planes() {
    return whole.planes();
  }

  @Override
  public MemorySegment plane(int index) {
    MemorySegment plane = whole.plane(index);
    if (palette && index == 1) {
      return plane;
    }
    boolean chroma = index == 1 || index == 2;
    int downShift = chroma ? format.log2_chroma_h() : 0;
    int acrossShift = chroma ? format.log2_chroma_w() : 0;
    long across = (long) (left >> acrossShift) * step(index) / (bits ? BITS : 1);
    long row = Math.abs((long) whole.stride(index));
    int from = top >> downShift;
    int rows = -(-height >> downShift);
    if (whole.stride(index) >= 0) {
      return plane.asSlice(from * row + across);
    }
    // Stored bottom-up: the slice begins with its lowest row, and ends with its highest one.
    long all = (plane.byteSize() - 1) / row + 1;
    long begin = (all - from - rows) * row + across;
    return plane.asSlice(begin, Math.min(rows * row - across, plane.byteSize() - begin));
  }

  /** Bytes from one sample of a plane to the next; bits where samples are no whole bytes. */
  private int step(int plane) {
    for (int i = 0; i < format.nb_components(); i++) {
      if (format.comp(i).plane() == plane) {
        return format.comp(i).step();
      }
    }
    return 1;
  }

  @Override
  public int stride(int plane) {
    return whole.stride(plane);
  }

  /**
   * Not to be had: the whole picture is what can be held.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Picture retain() {
    throw new UnsupportedOperationException("a part of a picture can't be held by itself");
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
