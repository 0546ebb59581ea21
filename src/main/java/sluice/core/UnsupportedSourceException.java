package sluice.core;

/**
 * A source holds something that is known and not read, so that to try again would fail the same
 * way.
 */
public final class UnsupportedSourceException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** A refusal with a message for the user: what it is, and what to do. */
  public UnsupportedSourceException(String message) {
    super(ErrorCode.INPUT, message);
  }
}
