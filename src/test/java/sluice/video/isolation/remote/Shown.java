package sluice.video.isolation.remote;

import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.core.model.ChannelOrder;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.VideoDecoder;
import sluice.video.image.Scaler;

/**
 * All that can be seen of a decoded picture.
 *
 * @param planes checksums of each plane's rows, without their padding
 * @param scaled checksum of the picture as it is shown to a model
 */
record Shown(
    long timestampNanos,
    boolean damaged,
    String format,
    int width,
    int height,
    ColorSpace colors,
    Orientation orientation,
    PixelAspect aspect,
    List<Long> planes,
    long scaled) {
  private static final int PALETTE_BYTES = 1024;
  private static final int SCALED = 32;

  /** Looks at a picture, and closes it. */
  static Shown of(DecodedPicture decoded) {
    try (Picture picture = decoded.picture()) {
      return new Shown(
          decoded.timestampNanos(),
          decoded.damaged(),
          picture.format(),
          picture.width(),
          picture.height(),
          picture.colorSpace(),
          picture.orientation(),
          picture.pixelAspect(),
          planes(picture),
          scaled(picture));
    }
  }

  /** All pictures that are left of a decoder. */
  static List<Shown> all(VideoDecoder decoder) {
    List<Shown> all = new ArrayList<>();
    DecodedPicture decoded;
    while ((decoded = decoder.next()) != null) {
      all.add(of(decoded));
    }
    return all;
  }

  private static List<Long> planes(Picture picture) {
    int format = av_get_pix_fmt(picture.format());
    AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    boolean palette = picture.format().equals("pal8");
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < picture.planes(); i++) {
      boolean chroma = descriptor.nb_components() >= 3 && (i == 1 || i == 2);
      int rows = chroma ? -(-picture.height() >> descriptor.log2_chroma_h()) : picture.height();
      sums.add(
          palette && i == 1
              ? checksum(picture.plane(i), 1, PALETTE_BYTES, PALETTE_BYTES)
              : checksum(
                  picture.plane(i),
                  rows,
                  av_image_get_linesize(format, picture.width(), i),
                  picture.stride(i)));
    }
    return sums;
  }

  private static long checksum(MemorySegment plane, int rows, int bytes, int stride) {
    long first = stride < 0 ? -(long) stride * (rows - 1) : 0;
    CRC32 sum = new CRC32();
    for (int y = 0; y < rows; y++) {
      sum.update(plane.asSlice(first + (long) y * stride, bytes).asByteBuffer());
    }
    return sum.getValue();
  }

  private static long scaled(Picture picture) {
    try (Arena arena = Arena.ofConfined();
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      long bytes = 3L * SCALED * SCALED;
      MemorySegment image = arena.allocate(bytes + Scaler.SPARE_BYTES);
      scaler.scale(picture, image, 3 * SCALED, ChannelOrder.BGR, 0, 0, SCALED, SCALED);
      CRC32 sum = new CRC32();
      sum.update(image.asSlice(0, bytes).asByteBuffer());
      return sum.getValue();
    }
  }
}
