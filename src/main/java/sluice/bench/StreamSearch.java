package sluice.bench;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

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

  /**
   * Tries numbers until the answer is known.
   *
   * @param holds tries a number; what it throws ends the search, which keeps what it knows
   */
  void run(IntPredicate holds) {
    for (OptionalInt next = next(); next.isPresent(); next = next()) {
      tried(next.getAsInt(), holds.test(next.getAsInt()));
    }
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
