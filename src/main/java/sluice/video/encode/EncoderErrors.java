package sluice.video.encode;

import java.nio.file.Path;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.ffmpeg.FfmpegErrorText;

/** Turns what FFmpeg's writing functions return into failures for the user. */
final class EncoderErrors {
  private EncoderErrors() {}

  /**
   * Returns the status of a call that worked, 0 or above; for others throws an OUTPUT failure that
   * names the file.
   */
  static int check(int status, Path file) {
    if (status < 0) {
      throw failure(file, FfmpegErrorText.of(status));
    }
    return status;
  }

  /** An OUTPUT failure: the video can't be written, and why. */
  static SluiceException failure(Path file, String reason) {
    return failure(file, reason, "check the place, its free space and its rights");
  }

  /** The same with what to do about it. */
  static SluiceException failure(Path file, String reason, String advice) {
    return new SluiceException(
        ErrorCode.OUTPUT, "can't write the video " + file + ": " + reason + "; " + advice);
  }
}
