package sluice.stage.sink.spool;

import java.util.List;

/**
 * What the position file of a spool says.
 *
 * @param acknowledged sequence of the first record that isn't acknowledged
 * @param end sequence of the record that would have been appended next
 * @param gaps ranges of sequences without a record whose loss was counted, at most {@value
 *     #MOST_GAPS}
 */
record Position(long acknowledged, long end, List<Gap> gaps) {
  /** More are forgotten, the oldest first, and would be counted again after a restart. */
  static final int MOST_GAPS = 100;

  Position {
    gaps = List.copyOf(gaps.subList(Math.max(0, gaps.size() - MOST_GAPS), gaps.size()));
  }

  boolean isPlausible() {
    return acknowledged >= 0
        && acknowledged <= end
        && end < Long.MAX_VALUE / 2
        && gaps.stream().allMatch(gap -> gap.from() >= 0 && gap.from() < gap.end());
  }

  /** How many sequences of a range are in none of the gaps. */
  long countUnknown(long from, long end) {
    long known = 0;
    long done = from;
    for (Gap gap : gaps.stream().sorted().toList()) {
      long start = Math.max(done, gap.from());
      long stop = Math.min(end, gap.end());
      if (start < stop) {
        known += stop - start;
        done = stop;
      }
    }
    return Math.max(0, end - from - known);
  }

  /**
   * Sequences without a record.
   *
   * @param from the first
   * @param end the one after the last
   */
  record Gap(long from, long end) implements Comparable<Gap> {
    @Override
    public int compareTo(Gap other) {
      return Long.compare(from, other.from);
    }
  }
}
