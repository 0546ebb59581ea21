package sluice.video.decode;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_align_dimensions2;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_linesizes;
import static org.bytedeco.ffmpeg.global.avutil.av_image_fill_plane_sizes;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** How the planes of a codec's pictures lie in one piece of memory, as the codec demands it. */
final class PlaneLayout {
  private static final int MOST_PLANES = 4;

  /** {@code AV_NUM_DATA_POINTERS}. */
  private static final int MOST_POINTERS = 8;

  /** What the widest vector code needs. */
  private static final int ALIGNMENT = 64;

  /** Vector code may write so far beyond a plane; FFmpeg's own pictures have as much. */
  private static final int PADDING = 16 + ALIGNMENT - 1;

  private final int format;
  private final int width;
  private final int height;
  private final int[] strides = new int[MOST_PLANES];
  private final long[] offsets = new long[MOST_PLANES];
  private int planes;
  private long bytes;

  private PlaneLayout(AVFrame frame) {
    this.format = frame.format();
    this.width = frame.width();
    this.height = frame.height();
  }

  /** The layout of a picture that is to be decoded, whose format and coded size are known. */
  static PlaneLayout of(AVCodecContext context, AVFrame frame) {
    PlaneLayout layout = new PlaneLayout(frame);
    AVPixFmtDescriptor pixels = av_pix_fmt_desc_get(layout.format);
    if (pixels != null && (pixels.flags() & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL)) == 0) {
      layout.arrange(context);
    }
    return layout;
  }

  private void arrange(AVCodecContext context) {
    int[] alignedWidth = {width};
    int[] alignedHeight = {height};
    int[] strideAlignment = new int[MOST_POINTERS];
    avcodec_align_dimensions2(context, alignedWidth, alignedHeight, strideAlignment);
    int wide = alignedWidth[0];
    int[] lines = new int[MOST_PLANES];
    do {
      if (av_image_fill_linesizes(lines, format, wide) < 0) {
        return;
      }
      wide += wide & -wide; // the next width that divides by a greater power of two
    } while (!isAligned(lines, strideAlignment));
    try (PointerScope _ = new PointerScope()) {
      SizeTPointer sizes = new SizeTPointer(MOST_PLANES);
      SizeTPointer lengths = new SizeTPointer(MOST_PLANES);
      for (int i = 0; i < MOST_PLANES; i++) {
        lengths.put(i, lines[i]);
      }
      if (av_image_fill_plane_sizes(sizes, format, alignedHeight[0], lengths) < 0) {
        return;
      }
      for (; planes < MOST_PLANES && sizes.get(planes) > 0; planes++) {
        strides[planes] = lines[planes];
        offsets[planes] = bytes;
        bytes += (sizes.get(planes) + PADDING + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
  }

  private static boolean isAligned(int[] lines, int[] alignment) {
    for (int i = 0; i < MOST_PLANES; i++) {
      if (lines[i] % Math.max(1, alignment[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the picture is one of those that this layout was made for. */
  boolean fits(AVFrame frame) {
    return frame.format() == format && frame.width() == width && frame.height() == height;
  }

  /** Whether pictures of this format can lie so; those with a palette or on a device can't. */
  boolean isUsable() {
    return bytes > 0;
  }

  /** Of the whole picture, its padding included. */
  long bytes() {
    return bytes;
  }

  int planes() {
    return planes;
  }

  /** Where a plane begins, bytes from the start. */
  long offset(int plane) {
    return offsets[plane];
  }

  /** Bytes from row to row of a plane. */
  int stride(int plane) {
    return strides[plane];
  }
}
