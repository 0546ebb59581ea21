package sluice.video.demux;

import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avdevice;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.video.ffmpeg.MissingLibrary;

/**
 * FFmpeg's capture devices, which are a library of their own and need more of the system than the
 * rest.
 */
public final class Devices {

  private Devices() {}

  /**
   * Makes FFmpeg know its devices.
   *
   * @throws SluiceException {@link ErrorCode#INPUT} when the named one isn't there, {@link
   *     ErrorCode#ENVIRONMENT} when the system lacks a library
   */
  static void require(DecoderSettings settings) {
    if (settings.location().startsWith("/") && !Files.exists(Path.of(settings.location()))) {
      throw InputFailure.because(
          settings, "there is no such device (expected: a camera such as /dev/video0)");
    }
    try {
      load();
    } catch (SluiceException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT, settings.displayName() + ": " + Failures.message(e), e);
    }
  }

  /**
   * Loads FFmpeg's devices and makes it know them; opens none.
   *
   * @throws SluiceException {@link ErrorCode#ENVIRONMENT} that names the library that the system
   *     lacks
   */
  public static void load() {
    try {
      avdevice.avdevice_register_all();
    } catch (LinkageError e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "FFmpeg's capture devices can't be loaded; install the library that is missing (%s)"
              .formatted(MissingLibrary.reason(e)),
          e);
    }
  }
}
