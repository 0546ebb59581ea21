package sluice.video.isolation.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Failures that tell what became of the decoder's process of one input, and whether its source is
 * to blame. Thread-safe.
 */
final class HelperFailures {
  private static final String DOCTOR =
      "run sluice doctor; security.isolation = off decodes in the service in the meantime";

  private final HelperText shown;

  /** Those of the process whose texts these are. */
  HelperFailures(HelperText shown) {
    this.shown = shown;
  }

  /** Nobody wants the input any more. */
  static SluiceException cancelled(String input) {
    return new SluiceException(ErrorCode.INPUT, input + ": cancelled");
  }

  /** Nobody wants the input any more. */
  SluiceException cancelled() {
    return cancelled(shown.input());
  }

  /** All processes are ended. */
  SluiceException serviceEnds() {
    return new SluiceException(ErrorCode.INPUT, shown.input() + ": the service ends");
  }

  /** The system has no process for it. */
  DecoderCrashException unstartable(String reason) {
    return failure("the decoder's process can't be started: " + reason + "; " + DOCTOR, false);
  }

  /**
   * What would be started is another version than what runs here.
   *
   * @param file of the program, which is not as it was
   */
  DecoderCrashException programHasChanged(Path file) {
    return failure(
        "the program's files have changed since the service started ("
            + file
            + "); restart the service",
        false);
  }

  /** It runs, but can't have what it needs. */
  DecoderCrashException notReady(String reason) {
    return failure(
        "the decoder's process did not start: " + shown.shown(reason) + "; " + DOCTOR, false);
  }

  /** Its box is not what this machine can have. */
  DecoderCrashException boxIsNotWhole(List<String> missing) {
    return failure(
        "the decoder's process was ended, for its box is not what this machine can have; missing: "
            + String.join(", ", missing),
        false);
  }

  /** It was not ready in time. */
  DecoderCrashException startedTooLate(Duration limit) {
    return ended("had not started after ", limit, "is the machine overloaded?");
  }

  /** It was ready, and had not opened its source in time. */
  DecoderCrashException openedTooLate(Duration limit) {
    return ended("had not opened its source after ", limit, check());
  }

  /** It had to say something. */
  DecoderCrashException silent(Duration limit) {
    return ended("said nothing for ", limit, check());
  }

  private String check() {
    return shown.isFile() ? "check the file and its disk" : "check camera and network";
  }

  private DecoderCrashException ended(String what, Duration limit, String advice) {
    return failure(
        "the decoder's process " + what + limit.toSeconds() + " s and was ended; " + advice, false);
  }

  /**
   * It told what can't be.
   *
   * @param what to be shown as it is
   * @param started whether it had been ready: its source may be the cause
   */
  DecoderCrashException lie(String what, boolean started) {
    return failure(
        "the decoder's process told what can't be and was ended ("
            + what
            + "); "
            + (started ? "what its source sends has broken it or taken it over" : DOCTOR),
        started);
  }

  /**
   * It has ended by itself, or by what isn't this program, before it was ready.
   *
   * @param code of its exit
   */
  DecoderCrashException didNotStart(int code) {
    return failure(
        "the decoder's process did not start (" + ExitText.of(code) + "); " + DOCTOR, false);
  }

  /**
   * It has ended by itself, or by what isn't this program, after it had been ready.
   *
   * @param code of its exit
   * @param ours whether it ended for what this program told it
   */
  DecoderCrashException crash(int code, boolean ours) {
    return failure(
        "the decoder's process ended (" + ExitText.of(code) + ")",
        !ExitText.isFromOutside(code) && !ours);
  }

  private DecoderCrashException failure(String text, boolean blamesSource) {
    return new DecoderCrashException(shown.input() + ": " + text, blamesSource);
  }
}
