package sluice.cluster.state;

/**
 * Versions of records: the term of the writer, then a number within it. A later writer has a higher
 * term, so what an earlier one has left half written never wins over what a later one wrote.
 */
final class Versions {
  private static final int BITS = 32;

  private Versions() {}

  /**
   * The version of a writer's change.
   *
   * @param number counted from 1
   */
  static long of(long term, int number) {
    return (term << BITS) | Integer.toUnsignedLong(number);
  }

  /** The term that a version was written in; 0 where there is none. */
  static long term(long version) {
    return version >>> BITS;
  }
}
