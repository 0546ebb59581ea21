package sluice.telemetry.tracing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which frames of a stream are chosen.
 *
 * @param intervalNanos from one chosen frame to the next at the least; {@link #NEVER}: none is
 * @param slowNanos what takes longer is chosen besides; {@link #NEVER}: nothing is
 */
record Sampling(long intervalNanos, long slowNanos) {
  /** Longer than anything lasts. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * A choice.
   *
   * @param perSecond frames in a second, 0 or more
   */
  static Sampling of(double perSecond, Optional<Duration> slow) {
    return new Sampling(interval(perSecond), slow.map(Duration::toNanos).orElse(NEVER));
  }

  /** The same with another rate. */
  Sampling withRate(double perSecond) {
    return new Sampling(interval(perSecond), slowNanos);
  }

  private static long interval(double perSecond) {
    return perSecond == 0 ? NEVER : (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
  }
}
