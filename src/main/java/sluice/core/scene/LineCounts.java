package sluice.core.scene;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sluice.core.Direction;

/**
 * Crossings of a stream's lines so far, by line, direction and label. They outlive the runs of the
 * stream and changes of its settings. Thread-safe.
 */
public final class LineCounts {
  /**
   * Labels that a line is counted by at most; crossings of others are counted as {@link #OTHER}.
   */
  public static final int MOST_LABELS = 1_000;

  /** Stands for the labels that are too many. */
  public static final String OTHER = "other";

  private final Map<String, Map<Direction, Map<String, Long>>> counts = new LinkedHashMap<>();
  private long version;

  /** Another number after each change. */
  public synchronized long version() {
    return version;
  }

  /** Counts a crossing. */
  public synchronized void add(String line, Direction direction, String label) {
    version++;
    Map<String, Long> byLabel =
        counts
            .computeIfAbsent(line, _ -> new EnumMap<>(Direction.class))
            .computeIfAbsent(direction, _ -> new TreeMap<>());
    boolean hasRoom = byLabel.size() < MOST_LABELS || byLabel.containsKey(label);
    byLabel.merge(hasRoom ? label : OTHER, 1L, Long::sum);
  }

  /** Crossings of a line in a direction, of all labels. */
  public synchronized long total(String line, Direction direction) {
    Map<Direction, Map<String, Long>> directions = counts.get(line);
    Map<String, Long> labels = directions == null ? null : directions.get(direction);
    long total = 0;
    if (labels != null) {
      for (long count : labels.values()) { // asked with each crossing: no stream
        total += count;
      }
    }
    return total;
  }

  /** All counts, by line, direction and label; a copy. */
  public synchronized Map<String, Map<Direction, Map<String, Long>>> all() {
    Map<String, Map<Direction, Map<String, Long>>> copy = new LinkedHashMap<>();
    counts.forEach(
        (line, directions) -> {
          Map<Direction, Map<String, Long>> copied = new EnumMap<>(Direction.class);
          directions.forEach((direction, labels) -> copied.put(direction, new TreeMap<>(labels)));
          copy.put(line, copied);
        });
    return copy;
  }

  /** Takes over what was counted before; replaces what is there. */
  public synchronized void restore(Map<String, Map<Direction, Map<String, Long>>> saved) {
    version++;
    counts.clear();
    saved.forEach(
        (line, directions) ->
            directions.forEach(
                (direction, labels) ->
                    labels.forEach(
                        (label, count) ->
                            counts
                                .computeIfAbsent(line, _ -> new EnumMap<>(Direction.class))
                                .computeIfAbsent(direction, _ -> new TreeMap<>())
                                .put(label, count))));
  }

  /** Forgets what was counted of other lines than these. */
  public synchronized void keepOnly(Set<String> lines) {
    if (counts.keySet().retainAll(lines)) {
      version++;
    }
  }

  /** Forgets what was counted of a line. */
  public synchronized void reset(String line) {
    version++;
    counts.remove(line);
  }

  /** Forgets all. */
  public synchronized void reset() {
    version++;
    counts.clear();
  }
}
