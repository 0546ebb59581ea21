package sluice.service.stream;

import sluice.core.DecoderCrashException;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RestartCause;
import sluice.service.recovery.RetryPolicy;

/** Next step of a stream after a run has ended. */
sealed interface AfterRun {
  /**
   * Whether an address that is recorded beside the source is left too: not where the source or its
   * model is at fault.
   */
  default boolean endsRecording() {
    return switch (this) {
      case Retry _, Start _ -> false;
      case Rest(StreamState state, String _) -> state != StreamState.FAILED;
      case End _ -> true;
    };
  }

  /**
   * The source is tried again.
   *
   * @param isAtOnce whether without a wait
   */
  record Retry(RestartCause cause, String message, boolean isAtOnce) implements AfterRun {
    /** After a while. */
    Retry(RestartCause cause, String message) {
      this(cause, message, false);
    }
  }

  /** A new run begins. */
  record Start(String why) implements AfterRun {}

  /** The stream rests in a state. */
  record Rest(StreamState state, String why) implements AfterRun {}

  /** It stays paused until a client resumes it. */
  static Rest notEnabled() {
    return new Rest(StreamState.STOPPED, "it is not enabled");
  }

  /**
   * The stream is over.
   *
   * @param isRemoved whether it is gone for good; else the service ends
   */
  record End(boolean isRemoved) implements AfterRun {}

  /**
   * What follows from a run that ended unrequested.
   *
   * @param source the stream's
   * @param crashes of the processes that decoded it; hears of this one
   */
  static AfterRun after(ActiveRun.Outcome outcome, SourceAddress source, CrashHistory crashes) {
    if (outcome.failure().isEmpty()) {
      return new Rest(StreamState.COMPLETED, "the recording has ended");
    }
    SluiceException failure = outcome.failure().get();
    String message = Failures.message(failure);
    return switch (RetryPolicy.of(failure, source.isFile())) {
      case RETRY ->
          failure instanceof DecoderCrashException crash
              ? afterCrash(crash, source, crashes)
              : new Retry(RestartCause.of(failure), message);
      case FAIL -> new Rest(StreamState.FAILED, message);
    };
  }

  private static AfterRun afterCrash(
      DecoderCrashException crash, SourceAddress source, CrashHistory crashes) {
    String message = Failures.message(crash);
    RestartCause cause = RestartCause.of(crash);
    return switch (crashes.crashed(crash.isBlamedOnSource())) {
      case AT_ONCE -> new Retry(cause, message, true);
      case AFTER_WAIT -> new Retry(cause, message);
      case HOLD -> new Rest(StreamState.FAILED, CrashHistory.held(source.toString(), message));
    };
  }
}
