package sluice.service.recovery;

import java.util.concurrent.CompletionException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Failures as states tell them. */
public final class FailureMessages {
  private FailureMessages() {}

  /** A failure that was meant for the user as it is, any other as a fault of Sluice. */
  public static SluiceException known(String what, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof SluiceException known
        ? known
        : new SluiceException(ErrorCode.INTERNAL, what + ": " + cause, cause);
  }

  /** What it says, in one line. */
  public static String message(SluiceException failure) {
    String message = failure.getMessage();
    return message == null ? failure.code().toString() : message;
  }
}
