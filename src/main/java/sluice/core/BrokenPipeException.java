package sluice.core;

import java.io.IOException;

/**
 * A broken pipe: results can't be written because their reader has gone, as {@code head} does when
 * it has enough. Not an error: the run ends in order, and a command ends without a message.
 */
public final class BrokenPipeException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** A failure of code OUTPUT. */
  public BrokenPipeException(String message, IOException cause) {
    super(ErrorCode.OUTPUT, message, cause);
  }

  /** Whether this is how the system says that a pipe has lost its reader. */
  public static boolean tells(IOException failure) {
    String message = failure.getMessage();
    return message != null && message.contains("Broken pipe");
  }
}
