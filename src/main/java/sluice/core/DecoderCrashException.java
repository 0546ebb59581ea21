package sluice.core;

/**
 * The process that decoded a source has ended by itself, was ended because it hung, or told what
 * can't be. Trying again may well help: the source is opened again in a process of its own.
 */
public final class DecoderCrashException extends SluiceException {
  private static final long serialVersionUID = 1L;

  private final boolean blamed;

  /**
   * A crash.
   *
   * @param message for the user: the source, and how the process ended
   * @param blamed whether what the source sent may well be the cause: not where the process never
   *     started, or was killed from outside
   */
  public DecoderCrashException(String message, boolean blamed) {
    super(ErrorCode.INPUT, message);
    this.blamed = blamed;
  }

  /** Whether what the source sent may well be the cause. */
  public boolean isBlamedOnSource() {
    return blamed;
  }
}
