package sluice.cluster.state;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import sluice.core.Direction;

/**
 * Counts of a stream's lines. Epoch, then sequence, say which of two are later.
 *
 * @param epoch of the stream's run at the node that counted, a later run has a higher one
 * @param sequence counts what that node has written in the epoch
 * @param lines by line, direction and label; empty where nothing is counted any more
 */
record CountsRecord(
    long epoch,
    long sequence,
    NavigableMap<String, NavigableMap<Direction, NavigableMap<String, Long>>> lines) {
  /** Of a stream that was never counted. */
  static final CountsRecord NONE = new CountsRecord(0, 0, Collections.emptyNavigableMap());

  private static final Comparator<CountsRecord> ORDER =
      Comparator.comparingLong(CountsRecord::epoch)
          .thenComparingLong(CountsRecord::sequence)
          .thenComparing(record -> record.lines().toString());

  /**
   * Counts as they are kept, a copy; sorted, for equal content has to be written as equal bytes.
   */
  static CountsRecord of(
      long epoch, long sequence, Map<String, Map<Direction, Map<String, Long>>> lines) {
    NavigableMap<String, NavigableMap<Direction, NavigableMap<String, Long>>> sorted =
        new TreeMap<>();
    lines.forEach(
        (line, directions) -> {
          NavigableMap<Direction, NavigableMap<String, Long>> byDirection = new TreeMap<>();
          directions.forEach(
              (direction, labels) -> byDirection.put(direction, new TreeMap<>(labels)));
          sorted.put(line, byDirection);
        });
    return new CountsRecord(epoch, sequence, sorted);
  }

  static CountsRecord later(CountsRecord one, CountsRecord other) {
    return ORDER.compare(one, other) >= 0 ? one : other;
  }

  /** How much it takes in messages and files, in bytes, roughly. */
  int size() {
    int bytes = 64;
    for (Map.Entry<String, NavigableMap<Direction, NavigableMap<String, Long>>> line :
        lines.entrySet()) {
      bytes += line.getKey().length() + 8;
      for (NavigableMap<String, Long> labels : line.getValue().values()) {
        for (String label : labels.keySet()) {
          bytes += label.length() + 8;
        }
      }
    }
    return bytes;
  }
}
