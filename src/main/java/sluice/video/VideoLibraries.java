package sluice.video;

import java.util.function.Supplier;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.ffmpeg.FfmpegLog;
import sluice.video.ffmpeg.MissingLibrary;

/** The native libraries that decode, encode and draw. */
public final class VideoLibraries {
  private static final int ANY_HEIGHT = 10;

  private VideoLibraries() {}

  /**
   * Loads FFmpeg's libraries, those for capture devices apart.
   *
   * @return its version, as it names itself
   * @throws SluiceException ENVIRONMENT that says what the system lacks
   */
  public static String ffmpeg() {
    return loaded("FFmpeg", VideoLibraries::loadFfmpeg);
  }

  /**
   * Loads OpenCV's libraries.
   *
   * @return its version, as it names itself
   * @throws SluiceException ENVIRONMENT that says what the system lacks
   */
  public static String openCv() {
    return loaded("OpenCV", VideoLibraries::loadOpenCv);
  }

  /** A call of each library, for a class is loaded with the first one. */
  private static String loadFfmpeg() {
    FfmpegLog.install();
    var _ = avformat.avformat_version() + avcodec.avcodec_version() + swscale.swscale_version();
    return avutil.av_version_info().getString();
  }

  private static String loadOpenCv() {
    var _ =
        opencv_imgproc.getFontScaleFromHeight(opencv_imgproc.FONT_HERSHEY_SIMPLEX, ANY_HEIGHT, 1);
    return "%d.%d.%d"
        .formatted(
            opencv_core.getVersionMajor(),
            opencv_core.getVersionMinor(),
            opencv_core.getVersionRevision());
  }

  private static String loaded(String name, Supplier<String> load) {
    try {
      return load.get();
    } catch (LinkageError e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "%s's libraries can't be loaded: %s".formatted(name, MissingLibrary.reason(e)),
          e);
    }
  }
}
