package sluice.service.stream;

import sluice.core.Failures;
import sluice.core.SluiceException;
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

  /** The source is tried again after a while. */
  record Retry(RestartCause cause, String message) implements AfterRun {}

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
   * @param recording whether the source is a recording on this machine
   */
  static AfterRun after(ActiveRun.Outcome outcome, boolean recording) {
    if (outcome.failure().isEmpty()) {
      return new Rest(StreamState.COMPLETED, "the recording has ended");
    }
    SluiceException failure = outcome.failure().get();
    String message = Failures.message(failure);
    return switch (RetryPolicy.of(failure, recording)) {
      case RETRY -> new Retry(RestartCause.of(failure.code()), message);
      case FAIL -> new Rest(StreamState.FAILED, message);
    };
  }
}
