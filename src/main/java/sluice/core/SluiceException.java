package sluice.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of what Sluice throws. The message is written for the user: what was wrong, the value,
 * what was expected, what to do; in one line, without secrets.
 */
public class SluiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** A failure with a message for the user. */
  public SluiceException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** A failure with a message for the user and what caused it. */
  public SluiceException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure this is. */
  public ErrorCode code() {
    return code;
  }
}
