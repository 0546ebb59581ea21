package sluice.stage.sink;

import java.time.Instant;
import java.util.Collection;
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

    private static Backlog total(Collection<Backlog> parts) {
      return new Backlog(
          parts.stream().mapToLong(Backlog::messages).sum(),
          parts.stream().mapToLong(Backlog::bytes).sum(),
          parts.stream().flatMap(part -> part.oldest.stream()).min(Instant::compareTo));
    }
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

  /**
   * The health of a sink from those of its parts, one for each stream.
   *
   * @param healthy whether the sink itself is; it is not where a part isn't
   * @param lastError of the sink itself; absent: that of the first part that has one
   */
  public static SinkHealth total(
      boolean healthy, Optional<String> lastError, Collection<SinkHealth> parts) {
    Map<LossCause, Long> losses = new EnumMap<>(LossCause.class);
    parts.forEach(
        part -> part.losses.forEach((cause, lost) -> losses.merge(cause, lost, Long::sum)));
    return new SinkHealth(
        healthy && parts.stream().allMatch(SinkHealth::healthy),
        parts.stream().mapToLong(SinkHealth::written).sum(),
        losses,
        lastError.or(() -> parts.stream().flatMap(part -> part.lastError.stream()).findFirst()),
        Backlog.total(parts.stream().map(SinkHealth::backlog).toList()));
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
