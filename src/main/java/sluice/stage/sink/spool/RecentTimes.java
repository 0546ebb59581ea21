package sluice.stage.sink.spool;

import java.util.Arrays;
import java.util.OptionalLong;

/** When the records of the last sequences were appended. Guarded by {@link SpoolState}. */
final class RecentTimes {
  /** As many as a far side may have in flight. */
  private static final int SIZE = 1 << 10;

  private final long[] sequences = new long[SIZE];
  private final long[] times = new long[SIZE];

  RecentTimes() {
    Arrays.fill(sequences, -1);
  }

  void put(long sequence, long time) {
    int place = (int) (sequence & (SIZE - 1));
    sequences[place] = sequence;
    times[place] = time;
  }

  OptionalLong get(long sequence) {
    int place = (int) (sequence & (SIZE - 1));
    return sequences[place] == sequence ? OptionalLong.of(times[place]) : OptionalLong.empty();
  }
}
