package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.BytePointer;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** FFmpeg's pixel formats by number and by name. */
final class PixelFormats {
  private static final ConcurrentHashMap<String, Integer> BY_NAME = new ConcurrentHashMap<>();

  private PixelFormats() {}

  /** Whether this is one of the deprecated formats whose name says "full range". */
  static boolean impliesFullRange(int format) {
    return withoutRange(format) != format;
  }

  /**
   * The format of the same layout that says nothing of the range: {@code yuv420p} for {@code
   * yuvj420p}.
   */
  static int withoutRange(int format) {
    if (format == AV_PIX_FMT_YUVJ420P) {
      return AV_PIX_FMT_YUV420P;
    }
    if (format == AV_PIX_FMT_YUVJ422P) {
      return AV_PIX_FMT_YUV422P;
    }
    if (format == AV_PIX_FMT_YUVJ444P) {
      return AV_PIX_FMT_YUV444P;
    }
    if (format == AV_PIX_FMT_YUVJ440P) {
      return AV_PIX_FMT_YUV440P;
    }
    return format == AV_PIX_FMT_YUVJ411P ? AV_PIX_FMT_YUV411P : format;
  }

  /** The name of a format. */
  static String name(int format) {
    BytePointer name = av_get_pix_fmt_name(format);
    return name == null ? "format " + format : name.getString();
  }

  /** The number of a named format; {@link ErrorCode#INPUT} where there is none. */
  static int byName(String name) {
    return BY_NAME.computeIfAbsent(name, PixelFormats::lookUp);
  }

  private static int lookUp(String name) {
    int format = av_get_pix_fmt(name);
    if (format < 0) {
      throw new SluiceException(
          ErrorCode.INPUT, "\"" + name + "\" is not a pixel format of FFmpeg");
    }
    return withoutRange(format);
  }
}
