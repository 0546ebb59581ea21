package sluice.stage.sink.spool;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is in a spool at a moment, and what was lost since it was opened.
 *
 * @param waitingRecords records that are not acknowledged
 * @param waitingBytes what they take on the disk; an estimate where a segment is partly
 *     acknowledged
 * @param oldest when the oldest of them was appended; empty where none waits. While many are
 *     acknowledged at once it may lag a little: it is never too late
 * @param losses records lost since the spool was opened, for each cause
 */
public record SpoolStatus(
    long waitingRecords, long waitingBytes, Optional<Instant> oldest, Map<SpoolLoss, Long> losses) {

  /** Keeps a copy of the losses. */
  public SpoolStatus {
    losses = Map.copyOf(losses);
  }

  /** Records that were lost for a cause since the spool was opened. */
  public long lost(SpoolLoss cause) {
    return losses.getOrDefault(cause, 0L);
  }
}
