package sluice.cluster.stream;

/**
 * Numbers of commands. Every command of every placer has a higher one than those before it: a
 * placer has a term, one above all terms that it has heard of, and counts its commands in it. What
 * a stream runs as is the number of the command that began it, so of two runs of a stream the later
 * one has the higher epoch, whichever placer and node they are of.
 */
final class Epochs {
  private static final int BITS = 32;

  private Epochs() {}

  /** The term that an epoch is of. */
  static long term(long epoch) {
    return epoch >>> BITS;
  }

  /** The first epoch of the term after that of another epoch. */
  static long nextTerm(long epoch) {
    return (term(epoch) + 1) << BITS;
  }
}
