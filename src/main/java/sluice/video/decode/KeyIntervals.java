package sluice.video.decode;

/**
 * Measures the distance between the key frames of a source: the greatest and the smallest of the
 * last {@value #REMEMBERED}. One thread.
 */
final class KeyIntervals {
  private static final int REMEMBERED = 4;

  private final long[] gaps = new long[REMEMBERED];
  private int seen;
  private long last;

  /** A key frame is shown at a time, nanoseconds. */
  void key(long time) {
    if (seen > 0) {
      gaps[(seen - 1) % REMEMBERED] = time - last;
    }
    last = time;
    seen++;
  }

  /** Forgets all: the source's clock was set. */
  void clear() {
    seen = 0;
  }

  /** Whether as many were measured as are remembered. */
  boolean areKnown() {
    return seen > REMEMBERED;
  }

  /** The greatest distance. */
  long greatest() {
    long greatest = gaps[0];
    for (long gap : gaps) {
      greatest = Math.max(greatest, gap);
    }
    return greatest;
  }

  /** Whether they differ so little that the next key frame can be foretold. */
  boolean areRegular() {
    long smallest = gaps[0];
    for (long gap : gaps) {
      smallest = Math.min(smallest, gap);
    }
    return areKnown() && greatest() - smallest <= greatest() / 10;
  }

  /** When the next key frame is expected if they are regular. */
  long next() {
    return last + greatest();
  }

  /** When the last key frame was shown. */
  long last() {
    return last;
  }
}
