package sluice.stage.sink;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Health of a sink.
 *
 * @param healthy whether the last result was written
 * @param written results that were; some of them may have been lost afterwards ({@link
 *     LossCause#GONE})
 * @param losses results that could not be or were lost afterwards, by cause; every cause is there
 * @param lastError why, the last time, in one line
 * @param backlog what waits for a far side
 */
public record SinkHealth(
    boolean healthy,
    long written,
    Map<LossCause, Long> losses,
    Optional<String> lastError,
    Backlog backlog) {

  /**
   * Messages that wait for a far side to acknowledge them.
   *
   * @param messages how many
   * @param bytes what they take on the disk
   * @param oldest when the oldest was put there
   */
  public record Backlog(long messages, long bytes, Optional<Instant> oldest) {
    /** Nothing waits. */
    public static final Backlog NONE = new Backlog(0, 0, Optional.empty());
  }

  /** The health of a sink without a far side. */
  public SinkHealth(
      boolean healthy, long written, Map<LossCause, Long> losses, Optional<String> lastError) {
    this(healthy, written, losses, lastError, Backlog.NONE);
  }

  /** Keeps its own copy of the map, in which no cause is missing. */
  public SinkHealth {
    Map<LossCause, Long> all = new EnumMap<>(LossCause.class);
    for (LossCause cause : LossCause.values()) {
      all.put(cause, losses.getOrDefault(cause, 0L));
    }
    losses = Collections.unmodifiableMap(all);
  }

  /** A sink that fails where it can't write, and so has lost nothing while it works. */
  public static SinkHealth ofWritten(long results) {
    return new SinkHealth(true, results, Map.of(), Optional.empty());
  }

  /** Results lost, whatever the cause; those of which only the picture was lost are none. */
  public long lost() {
    return losses.values().stream().mapToLong(Long::longValue).sum()
        - losses.getOrDefault(LossCause.PICTURE, 0L);
  }

  /** The same with more results lost. */
  public SinkHealth losing(LossCause cause, long results) {
    Map<LossCause, Long> more = new EnumMap<>(losses);
    more.merge(cause, results, Long::sum);
    return new SinkHealth(healthy, written, more, lastError, backlog);
  }
}
