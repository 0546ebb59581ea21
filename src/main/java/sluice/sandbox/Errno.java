package sluice.sandbox;

/** Errors of Linux that matter here: the same numbers on the processors of {@link Processor}. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int ESRCH = 3;
  static final int EINTR = 4;
  static final int EACCES = 13;
  static final int EINVAL = 22;
  static final int ENOSYS = 38;
  static final int EOPNOTSUPP = 95;

  private Errno() {}

  /** In words, for a message. */
  static String text(long number) {
    return switch ((int) number) {
      case EPERM -> "not permitted";
      case ENOENT -> "there is no such file";
      case EACCES -> "permission denied";
      case ENOSYS -> "not in this kernel";
      case EOPNOTSUPP -> "switched off in this kernel";
      default -> "error " + number + " of the system";
    };
  }
}
