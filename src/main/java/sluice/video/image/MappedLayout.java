package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_HWACCEL;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.PixelAspect;

/**
 * How pictures that are alike lie in memory that another process writes, which may say what it
 * likes: made only where all rows of all planes lie within that memory. Immutable.
 */
public final class MappedLayout {
  private final PictureLayout layout;
  private final long[] offsets;
  private final int[] strides;
  private final ColorSpace colorSpace;
  private final Orientation orientation;
  private final PixelAspect pixelAspect;

  private MappedLayout(
      PictureLayout layout,
      long[] offsets,
      int[] strides,
      ColorSpace colorSpace,
      Orientation orientation,
      PixelAspect pixelAspect) {
    this.layout = layout;
    this.offsets = offsets.clone();
    this.strides = strides.clone();
    this.colorSpace = colorSpace;
    this.orientation = orientation;
    this.pixelAspect = pixelAspect;
  }

  /**
   * A layout that is checked.
   *
   * @param format FFmpeg's name of the pixel format
   * @param width pixels as stored, above 0
   * @param height pixels as stored, above 0
   * @param bytes of a picture, above 0
   * @param offsets of each plane's lowest address, from the start of the picture
   * @param strides bytes from row to row of each plane; negative where rows go upwards in memory
   * @return absent where there is no such format, or a plane reaches beyond the picture's bytes
   */
  public static Optional<MappedLayout> of(
      String format,
      int width,
      int height,
      long bytes,
      long[] offsets,
      int[] strides,
      ColorSpace colorSpace,
      Orientation orientation,
      PixelAspect pixelAspect) {
    int number = av_get_pix_fmt(format);
    if (number < 0 || !isInMemory(number)) {
      return Optional.empty();
    }
    PictureLayout layout = PictureLayout.of(number, width, height);
    if (offsets.length != layout.planes() || strides.length != layout.planes()) {
      return Optional.empty();
    }
    for (int i = 0; i < offsets.length; i++) {
      long distance = Math.abs((long) strides[i]);
      long used = usedBytes(layout, i, strides[i]);
      boolean fits = offsets[i] >= 0 && offsets[i] <= bytes && used <= bytes - offsets[i];
      // A plane of one row, as a palette is, has no distance between rows: FFmpeg says 0.
      boolean overlaps = layout.rows(i) > 1 && distance < layout.rowBytes(i);
      if (layout.rowBytes(i) <= 0 || overlaps || !fits) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new MappedLayout(layout, offsets, strides, colorSpace, orientation, pixelAspect));
  }

  /** From a plane's lowest address to the end of its highest row. */
  private static long usedBytes(PictureLayout layout, int plane, int stride) {
    return Math.abs((long) stride) * (layout.rows(plane) - 1) + layout.rowBytes(plane);
  }

  /** Not on a device. */
  private static boolean isInMemory(int format) {
    return (av_pix_fmt_desc_get(format).flags() & AV_PIX_FMT_FLAG_HWACCEL) == 0;
  }

  PictureLayout layout() {
    return layout;
  }

  int[] strides() {
    return strides;
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

  /** Each plane of a picture that begins where the memory does. */
  MemorySegment[] planesIn(MemorySegment memory) {
    MemorySegment[] planes = new MemorySegment[offsets.length];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = memory.asSlice(offsets[i], usedBytes(layout, i, strides[i])).asReadOnly();
    }
    return planes;
  }
}
