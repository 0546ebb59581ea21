package sluice.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import sluice.core.DropCause;

/**
 * What one camera did while it was measured.
 *
 * @param results frames with a result
 * @param dropped frames that were dropped, by cause; causes without one may be missing
 */
public record CameraRate(long results, Map<DropCause, Long> dropped) {
  /** Frames that were wanted and that nobody had time for. */
  private static final Set<DropCause> LOST = EnumSet.of(DropCause.OVERLOAD, DropCause.MAX_AGE);

  /** Frames that nobody wanted, or that say nothing of the machine. */
  private static final Set<DropCause> UNWANTED = EnumSet.of(DropCause.RATE, DropCause.STOPPED);

  private static final double MOST_LOST = 0.02;
  private static final double LEAST_OF_RATE = 0.97;

  /** Keeps its own copy. */
  public CameraRate {
    Map<DropCause, Long> sorted = new EnumMap<>(DropCause.class);
    sorted.putAll(dropped);
    dropped = Collections.unmodifiableMap(sorted);
  }

  /** Frames that were wanted and lost. */
  public long lost() {
    return LOST.stream().mapToLong(cause -> dropped.getOrDefault(cause, 0L)).sum();
  }

  /** Frames that the stream's settings spare the model, such as those of a scene at rest. */
  public long spared() {
    return dropped.entrySet().stream()
        .filter(entry -> !LOST.contains(entry.getKey()) && !UNWANTED.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * Whether it keeps a rate: at least {@value #LEAST_OF_RATE} of the frames that are wanted had a
   * result or were spared, and no more than {@value #MOST_LOST} of them, or a single one, were
   * lost. One frame more or less falls into the time that is measured, wherever that begins.
   *
   * @param wanted frames a second
   * @param seconds that were measured
   */
  boolean keeps(double wanted, double seconds) {
    double due = wanted * seconds;
    return lost() <= Math.max(1, MOST_LOST * due) && results + spared() + 1 >= LEAST_OF_RATE * due;
  }
}
