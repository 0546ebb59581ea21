package sluice.fuzz;

/** Fuzzing finding: a failure that a case has caused. */
final class Finding extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean foreign;

  private Finding(String what, boolean foreign) {
    super(what);
    this.foreign = foreign;
  }

  /** Something that Sluice must not do. */
  static Finding of(String what) {
    return new Finding(what, false);
  }

  /** A crash inside a library that Sluice can't mend, only tell of. */
  static Finding foreign(String what) {
    return new Finding(what, true);
  }

  boolean isForeign() {
    return foreign;
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
