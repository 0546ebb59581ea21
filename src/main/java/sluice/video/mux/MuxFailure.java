package sluice.video.mux;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.ffmpeg.FfmpegErrorText;

/** Failures of muxing, as texts for the user. */
final class MuxFailure {
  private MuxFailure() {}

  /** Throws where FFmpeg's status says that a call didn't work. */
  static void check(int status, String action) {
    if (status < 0) {
      throw because(action, FfmpegErrorText.of(status));
    }
  }

  /** An OUTPUT failure: what can't be done, and why. */
  static SluiceException because(String action, String reason) {
    return new SluiceException(ErrorCode.OUTPUT, "can't " + action + " as MP4: " + reason);
  }

  /** Throws where FFmpeg had no memory for something. */
  static <T extends Pointer> T allocated(@Nullable T pointer) {
    if (pointer == null || pointer.isNull()) {
      throw new OutOfMemoryError("FFmpeg has no memory for a muxer");
    }
    return pointer;
  }
}
