package sluice.recording;

import java.time.Duration;
import java.time.Instant;

/**
 * Wall time of a run's media time. A camera may send what it has kept at first, all at once, and
 * the network delays packets but never hastens them: so the least that a packet came after its
 * media time counts, first that of the first fragment, then of each to see whether the clocks drift
 * apart. One thread.
 */
final class RunClock {
  /** By so much the source's clock and this machine's may differ before a new run begins. */
  static final Duration MOST_DRIFT = Duration.ofSeconds(1);

  private static final long NONE = Long.MAX_VALUE;

  private final Instant startWall;
  private final long startNanos;
  private long runOffset = NONE;
  private long leastOffset = NONE;

  /**
   * A clock that is set by the first fragment.
   *
   * @param wall date and time now
   * @param nanos the monotonic clock at that moment, by which the run goes on: a step of the wall
   *     clock ends it, see {@link #hasStepped}
   */
  RunClock(Instant wall, long nanos) {
    this.startWall = wall;
    this.startNanos = nanos;
  }

  /** A packet came now. */
  void packet(long mediaNanos, long nanos) {
    leastOffset = Math.min(leastOffset, nanos - startNanos - mediaNanos);
  }

  /**
   * A fragment is complete; at least one packet came since the last.
   *
   * @return whether the source's clock has drifted off, so that a new run is due
   */
  boolean fragment() {
    long offset = leastOffset;
    leastOffset = NONE;
    if (offset == NONE) {
      return false;
    }
    if (runOffset == NONE) {
      runOffset = offset;
      return false;
    }
    return Math.abs(offset - runOffset) > MOST_DRIFT.toNanos();
  }

  /** Whether the wall clock was set since, by more than clocks differ by themselves. */
  boolean hasStepped(Instant wall, long nanos) {
    Duration apart = Duration.between(startWall.plusNanos(nanos - startNanos), wall);
    return apart.abs().compareTo(MOST_DRIFT) > 0;
  }

  /**
   * The wall time of a media time.
   *
   * @throws IllegalStateException before the first fragment
   */
  Instant at(Duration media) {
    if (runOffset == NONE) {
      throw new IllegalStateException("no fragment yet");
    }
    return startWall.plusNanos(runOffset).plus(media);
  }
}
