package sluice.app.doctor;

import java.util.List;
import java.util.function.Supplier;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.video.VideoLibraries;

/** The libraries that decode, encode and draw: FFmpeg's and OpenCV's. */
final class VideoCheck implements DoctorCheck {
  private final Supplier<String> ffmpeg;
  private final Supplier<String> openCv;

  VideoCheck() {
    this(VideoLibraries::ffmpeg, VideoLibraries::openCv);
  }

  /** With other libraries, for tests: each loads one and gives its version. */
  VideoCheck(Supplier<String> ffmpeg, Supplier<String> openCv) {
    this.ffmpeg = ffmpeg;
    this.openCv = openCv;
  }

  @Override
  public String name() {
    return "video";
  }

  @Override
  public List<Finding> run() {
    return List.of(look("FFmpeg", ffmpeg), look("OpenCV", openCv));
  }

  private static Finding look(String library, Supplier<String> load) {
    try {
      return Finding.ok(library + " " + load.get() + " loads");
    } catch (SluiceException e) {
      return Finding.problem(
          Failures.message(e),
          "install the library of the system that is named, or unpack the distribution for this"
              + " platform anew");
    }
  }
}
