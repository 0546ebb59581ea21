package sluice.video.isolation.helper;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.javacpp.Loader;
import sluice.video.ffmpeg.FfmpegLog;

/** The native libraries of a decoder, loaded while files can still be opened. */
final class DecoderLibraries {
  private DecoderLibraries() {}

  /** Loads them, and takes over FFmpeg's log. */
  static void load() {
    Loader.load(avutil.class);
    Loader.load(swresample.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    FfmpegLog.install();
  }
}
