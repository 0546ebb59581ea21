package sluice.bench;

import java.util.OptionalInt;

/**
 * Which number to try next, in search of the greatest one that holds: doubled until one fails, then
 * the middle between the greatest that held and the least that failed.
 */
final class StreamSearch {
  private final int limit;
  private int held;
  private int failed;

  /**
   * A search that has tried nothing.
   *
   * @param limit no more than this is tried, at least 1
   */
  StreamSearch(int limit) {
    this.limit = limit;
    this.failed = limit + 1;
  }

  /** What to try; nothing when the answer is known. */
  OptionalInt next() {
    if (failed - held <= 1) {
      return OptionalInt.empty();
    }
    boolean noneFailed = failed > limit;
    int doubled = Math.max(1, held * 2);
    return OptionalInt.of(noneFailed ? Math.min(doubled, limit) : held + (failed - held) / 2);
  }

  /** What came of the number that was to be tried. */
  void tried(int number, boolean holds) {
    if (holds) {
      held = number;
    } else {
      failed = number;
    }
  }

  /** The greatest number that held; 0 for none. */
  int most() {
    return held;
  }
}
