package sluice;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Loads what FFmpeg and OpenCV bring and prints, one per line, from where. A program of its own for
 * {@link DistributionIT}. Devices are left out: they need sound libraries of the system.
 */
final class NativesProbe {
  private NativesProbe() {}

  public static void main(String[] args) throws Exception {
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(swscale.class);
    Loader.load(opencv_imgproc.class);
    try (Mat picture = new Mat(4, 4, opencv_core.CV_8UC3)) {
      opencv_imgproc.cvtColor(picture, picture, opencv_imgproc.COLOR_BGR2RGB);
    }
    Path maps = Path.of("/proc/self/maps");
    if (Files.exists(maps)) {
      try (Stream<String> lines = Files.lines(maps)) {
        lines
            .map(line -> line.substring(line.indexOf('/') < 0 ? line.length() : line.indexOf('/')))
            .filter(file -> file.matches(".*/lib(jni|av|sw|opencv|openblas)[^/]*"))
            .distinct()
            .forEach(System.out::println);
      }
    }
  }
}
