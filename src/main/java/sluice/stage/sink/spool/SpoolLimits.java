package sluice.stage.sink.spool;

import java.time.Duration;

/**
 * Bounds of a spool.
 *
 * @param maxSize bytes that its segment files may take together, above 0
 * @param maxAge how long a record may wait, above 0
 */
public record SpoolLimits(long maxSize, Duration maxAge) {
  private static final long LARGEST_SEGMENT = 8L << 20;

  /** Dropping the oldest segment of a full spool loses no more than this part of it. */
  private static final int SEGMENTS = 16;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException when one isn't above 0
   */
  public SpoolLimits {
    if (maxSize <= 0 || !maxAge.isPositive()) {
      throw new IllegalArgumentException(
          "limits of a spool have to be above 0, not " + maxSize + " bytes and " + maxAge);
    }
  }

  /** Bytes from which on a segment isn't appended to any more: at most 8 MiB. */
  long segmentSize() {
    return Math.clamp(maxSize / SEGMENTS, 1, LARGEST_SEGMENT);
  }
}
