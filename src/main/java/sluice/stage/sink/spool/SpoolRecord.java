package sluice.stage.sink.spool;

import java.time.Instant;

/**
 * A record as it was appended.
 *
 * @param sequence its number; they grow by one, with gaps only where records were lost
 * @param appendedAt when it was appended, to the millisecond
 * @param bytes its content, the receiver's own
 */
@SuppressWarnings("ArrayRecordComponent") // one array for each record: nobody compares records
public record SpoolRecord(long sequence, Instant appendedAt, byte[] bytes) {
  /** Sequence, time and size; not the content. */
  @Override
  public String toString() {
    return sequence + " of " + appendedAt + ", " + bytes.length + " bytes";
  }
}
