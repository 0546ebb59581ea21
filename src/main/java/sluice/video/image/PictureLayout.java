package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_count_planes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * How pictures of one size and format lie in memory; made once and shared by all pictures that are
 * alike. Immutable.
 */
public final class PictureLayout {

  /** What the values of a picture mean. */
  enum Kind {
    RGB,
    GRAY,
    YUV
  }

  private static final int PALETTE_BYTES = 1024;

  private final int nativeFormat;
  private final int width;
  private final int height;
  private final String name;
  private final Kind kind;
  private final int[] rows;
  private final int[] rowBytes;

  private PictureLayout(int nativeFormat, int width, int height, Kind kind, int planes) {
    this.nativeFormat = nativeFormat;
    this.width = width;
    this.height = height;
    this.name = PixelFormats.name(PixelFormats.withoutRange(nativeFormat));
    this.kind = kind;
    this.rows = new int[planes];
    this.rowBytes = new int[planes];
  }

  /** The layout of a format by FFmpeg's number. A palette is a plane of its own, in one row. */
  public static PictureLayout of(int format, int width, int height) {
    AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    boolean palette = (descriptor.flags() & AV_PIX_FMT_FLAG_PAL) != 0;
    int planes = palette ? 2 : av_pix_fmt_count_planes(format);
    PictureLayout layout =
        new PictureLayout(format, width, height, kind(descriptor, palette), planes);
    for (int i = 0; i < planes; i++) {
      boolean chroma = layout.kind == Kind.YUV && (i == 1 || i == 2);
      layout.rows[i] = chroma ? -(-height >> descriptor.log2_chroma_h()) : height;
      layout.rowBytes[i] = av_image_get_linesize(format, width, i);
    }
    if (palette) {
      layout.rows[1] = 1;
      layout.rowBytes[1] = PALETTE_BYTES;
    }
    return layout;
  }

  private static Kind kind(AVPixFmtDescriptor descriptor, boolean palette) {
    if (palette || (descriptor.flags() & AV_PIX_FMT_FLAG_RGB) != 0) {
      return Kind.RGB;
    }
    return descriptor.nb_components() < 3 ? Kind.GRAY : Kind.YUV;
  }

  /** Whether it is the layout of a frame of this format (FFmpeg's number) and size in pixels. */
  public boolean fits(int otherFormat, int otherWidth, int otherHeight) {
    return nativeFormat == otherFormat && width == otherWidth && height == otherHeight;
  }

  /** FFmpeg's number of the format, as the decoder gave it. */
  int nativeFormat() {
    return nativeFormat;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The format's name, without the deprecated ones that name the range. */
  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  int planes() {
    return rows.length;
  }

  /** Number of rows of a plane. */
  int rows(int plane) {
    return rows[plane];
  }

  /** Bytes of one row of a plane, without padding. */
  int rowBytes(int plane) {
    return rowBytes[plane];
  }
}
