package sluice.service.recovery;

import sluice.core.DecoderCrashException;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;

/** Retry policy: the one table of which failures of a stream are retried. */
public enum RetryPolicy {
  /** Retried without limit, with growing delays. */
  RETRY,
  /** Trying again would fail the same way: the stream waits until its configuration is changed. */
  FAIL;

  /**
   * What to do about a failure.
   *
   * @param recording whether the source is a recording on this machine, which doesn't come back by
   *     itself
   */
  public static RetryPolicy of(SluiceException failure, boolean recording) {
    return switch (failure.code()) {
      case INPUT -> ofSource(failure, recording);
      case DEVICE, OUTPUT, INTERNAL -> RETRY;
      case USAGE, ENVIRONMENT, MODEL, REMOTE, CLUSTER -> FAIL;
    };
  }

  private static RetryPolicy ofSource(SluiceException failure, boolean recording) {
    return switch (failure) {
      case UnsupportedSourceException _ -> FAIL;
      case DecoderCrashException crash when !crash.isBlamedOnSource() -> RETRY;
      default -> recording ? FAIL : RETRY;
    };
  }
}
