package sluice.core;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Helpers for exceptions that come out of futures. */
public final class Failures {
  private Failures() {}

  /**
   * The cause of a failure, without the {@link CompletionException} and {@link ExecutionException}
   * that futures wrap around it, however deep.
   */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    Throwable inner = cause.getCause();
    while (inner != null
        && (cause instanceof CompletionException || cause instanceof ExecutionException)) {
      cause = inner;
      inner = cause.getCause();
    }
    return cause;
  }

  /**
   * A failure as an exception for the user: a {@link SluiceException} as it is, anything else as a
   * fault of Sluice. Futures' wrappers are removed first.
   *
   * @param what what has failed, for the message
   */
  public static SluiceException known(String what, Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause instanceof SluiceException known
        ? known
        : new SluiceException(ErrorCode.INTERNAL, what + ": " + reason(cause), cause);
  }

  /**
   * A failure as something to throw without a {@code throws} clause: an unchecked exception as it
   * is, a checked one as a fault of Sluice. Futures' wrappers are removed first.
   *
   * @param what what has failed, for the message
   * @throws Error where the failure is one
   */
  public static RuntimeException unchecked(String what, Throwable failure) {
    return switch (unwrap(failure)) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case Throwable cause ->
          new SluiceException(ErrorCode.INTERNAL, what + ": " + reason(cause), cause);
    };
  }

  /**
   * What any failure says, without the name of its class: that is for the trace. For a file that
   * can't be used, {@code core.util.FileFailure} knows better.
   */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    String said = message == null || message.isBlank() ? "no reason is given" : message;
    return failure instanceof OutOfMemoryError ? "out of memory: " + said : said;
  }

  /** What a failure says, in one line; its code where it says nothing. */
  public static String message(SluiceException failure) {
    String message = failure.getMessage();
    return message == null ? failure.code().toString() : message;
  }
}
