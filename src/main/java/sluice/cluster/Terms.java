package sluice.cluster;

/**
 * Numbers that rise over all who have given them: the term of the one that gives them, one above
 * all terms that it has heard of, then a count within it. So what a later one says wins over what
 * an earlier one has left half done. A placer numbers its commands so (epochs): of two runs of a
 * stream the later one has the higher epoch, whichever placer and node they are of. The writer of
 * the desired state numbers its changes so (versions).
 */
public final class Terms {
  private static final int BITS = 32;

  private Terms() {}

  /**
   * A number of a term.
   *
   * @param count within the term, from 1
   */
  public static long numbered(long term, int count) {
    return (term << BITS) | Integer.toUnsignedLong(count);
  }

  /** The term that a number was given in; 0 where there is none. */
  public static long of(long number) {
    return number >>> BITS;
  }

  /** The first number of the term after that of another number. */
  public static long next(long number) {
    return (of(number) + 1) << BITS;
  }
}
