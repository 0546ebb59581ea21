package sluice.video.isolation.protocol;

/**
 * The other side told what can't be: it is broken or taken over. The message says what, in words
 * for the log.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what can't be. */
  public ProtocolException(String message) {
    super(message);
  }

  /** Throws where a value is out of its range. */
  public static long within(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ProtocolException(
          what + " is " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }
}
