package sluice.video;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Turns what FFmpeg's writing functions return into failures for the user. */
final class EncoderErrors {
  private static final int TEXT_BYTES = 128;

  private EncoderErrors() {}

  /** Returns the status of a call that worked, 0 or above; for others throws an OUTPUT failure that names the file. */
  static int check(int status, Path file) {
    if (status < 0) {
      throw failure(file, text(status));
    }
    return status;
  }

  /** An OUTPUT failure: the video can't be written, and why. */
  static SluiceException failure(Path file, String reason) {
    return new SluiceException(
        ErrorCode.OUTPUT, "can't write the video " + file + ": " + reason + ". Check the place, its free space and its rights");
  }

  private static String text(int status) {
    try (BytePointer buffer = new BytePointer(TEXT_BYTES)) {
      av_strerror(status, buffer, TEXT_BYTES);
      return buffer.getString();
    }
  }
}
