package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import sluice.core.Box;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;

/**
 * A region of a picture as a picture of its own, over the same memory: nothing is copied. Its edges
 * lie where the format's samples of colour begin, so that it may be some pixels larger than was
 * asked for.
 *
 * <p>It borrows or owns the reference that it was made of, as its holder wishes: closing it closes
 * that.
 */
public final class CroppedPicture implements Picture {
  /** Pixels that share a byte in formats of single bits. */
  private static final int BITS = 8;

  private final Picture whole;
  private final int format;
  private final int x;
  private final int y;
  private final int width;
  private final int height;
  private final int chromaHeight;

  private CroppedPicture(Picture whole, int format, int x, int y, int width, int height) {
    this.whole = whole;
    this.format = format;
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
    chromaHeight = av_pix_fmt_desc_get(format).log2_chroma_h();
  }

  /**
   * The region of a picture that holds a box, at least a pixel of each side.
   *
   * @param whole read only
   * @param box in fractions of the picture as it is displayed; clamped
   * @throws sluice.core.SluiceException when the picture's format is unknown
   */
  public static CroppedPicture of(Picture whole, Box box) {
    int format = PixelFormats.byName(whole.format());
    AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    boolean bits = (descriptor.flags() & AV_PIX_FMT_FLAG_BITSTREAM) != 0;
    int stepX = bits ? BITS : 1 << descriptor.log2_chroma_w();
    int stepY = 1 << descriptor.log2_chroma_h();
    Box stored = stored(box.clamp(), whole.orientation());
    int x = down(stored.xMin() * whole.width(), stepX, whole.width() - 1);
    int y = down(stored.yMin() * whole.height(), stepY, whole.height() - 1);
    int right = up(stored.xMax() * whole.width(), stepX, x + 1, whole.width());
    int bottom = up(stored.yMax() * whole.height(), stepY, y + 1, whole.height());
    return new CroppedPicture(whole, format, x, y, right - x, bottom - y);
  }

  private static int down(float at, int step, int most) {
    return Math.min((int) Math.floor(at), most) / step * step;
  }

  private static int up(float at, int step, int least, int most) {
    int whole = Math.max((int) Math.ceil(at), least);
    return Math.min((whole + step - 1) / step * step, most);
  }

  /** Where a box of the displayed picture lies in the stored one. */
  private static Box stored(Box box, Orientation orientation) {
    float left = orientation.mirrored() ? 1 - box.xMax() : box.xMin();
    float right = orientation.mirrored() ? 1 - box.xMin() : box.xMax();
    return switch (orientation.clockwiseDegrees()) {
      case 90 -> new Box(box.yMin(), 1 - right, box.yMax(), 1 - left);
      case 180 -> new Box(1 - right, 1 - box.yMax(), 1 - left, 1 - box.yMin());
      case 270 -> new Box(1 - box.yMax(), left, 1 - box.yMin(), right);
      default -> new Box(left, box.yMin(), right, box.yMax());
    };
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
    if (isPalette(index)) {
      return plane;
    }
    long stride = Math.abs(whole.stride(index));
    long column = x == 0 ? 0 : av_image_get_linesize(format, x, index);
    long row = rows(index, y);
    long rows = Math.max(1, rows(index, y + height) - row);
    long first = whole.stride(index) > 0 ? row : rows(index, whole.height()) - row - rows;
    long length = (rows - 1) * stride + av_image_get_linesize(format, width, index);
    return plane.asSlice(first * stride + column, length);
  }

  /** The second plane of a picture of 8 bits a pixel that is no sample of colour: its palette. */
  private boolean isPalette(int index) {
    return index == 1 && av_image_get_linesize(format, width, index) <= 0;
  }

  /** Rows of a plane that rows of the picture have, rounded up. */
  private int rows(int index, int ofPicture) {
    boolean chroma = index == 1 || index == 2;
    return chroma ? -(-ofPicture >> chromaHeight) : ofPicture;
  }

  @Override
  public int stride(int plane) {
    return whole.stride(plane);
  }

  @Override
  public Picture retain() {
    return new CroppedPicture(whole.retain(), format, x, y, width, height);
  }

  @Override
  public void close() {
    whole.close();
  }
}
