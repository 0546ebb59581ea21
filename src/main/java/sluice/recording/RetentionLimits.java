package sluice.recording;

import java.time.Duration;
import java.util.function.Function;

/**
 * How much is kept.
 *
 * @param maxBytes of all files of the store
 * @param minFreeBytes that the store's disk has left, at least; 0 for no such limit
 * @param maxAge how long a stream's files are kept after their end, by the stream's id; asked for
 *     streams too that are no longer configured
 * @param keepMotion how long files are kept in which something moved; asked as the age is
 * @param keepEvents how long a stream's events are kept after their end, with their video; asked as
 *     the age is
 */
public record RetentionLimits(
    long maxBytes,
    long minFreeBytes,
    Function<String, Duration> maxAge,
    Function<String, Duration> keepMotion,
    Function<String, Duration> keepEvents) {

  /** Limits by which motion and events are kept as long as all else. */
  public RetentionLimits(long maxBytes, long minFreeBytes, Function<String, Duration> maxAge) {
    this(maxBytes, minFreeBytes, maxAge, maxAge, maxAge);
  }

  /**
   * The same for a store of which some bytes aren't in its index yet, which count; half of the size
   * is left for what is.
   */
  RetentionLimits besides(long bytes) {
    return new RetentionLimits(
        Math.max(maxBytes / 2, maxBytes - bytes), minFreeBytes, maxAge, keepMotion, keepEvents);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException when one is negative
   */
  public RetentionLimits {
    if (maxBytes < 0 || minFreeBytes < 0) {
      throw new IllegalArgumentException(
          "limits of %d and %d bytes (expected: none negative)".formatted(maxBytes, minFreeBytes));
    }
  }
}
