package sluice.video.isolation.remote;

import java.time.Duration;

/**
 * How long a process may take for what it is at, and how long it may be waited for in silence. The
 * stream's thread sets them and says when it waits; any thread may ask.
 */
final class WaitLimits {
  private static final long NOT_WAITING = 0;
  private static final long NO_DEADLINE = 0;

  /** When a wait began, by {@link System#nanoTime}, never 0; {@link #NOT_WAITING}. */
  private volatile long waitsSince = NOT_WAITING;

  private volatile long limitNanos;

  /** By {@link System#nanoTime}, never 0; {@link #NO_DEADLINE}. */
  private volatile long deadline = NO_DEADLINE;

  /** What it is at now has to be done within this time, however much it says meanwhile. */
  void finishWithin(Duration limit) {
    limitNanos = limit.toNanos();
    deadline = nonZero(System.nanoTime() + limitNanos);
  }

  /** From now on it may go on for ever, and be silent so long. */
  void silentWithin(Duration limit) {
    deadline = NO_DEADLINE;
    limitNanos = limit.toNanos();
  }

  /** The limit that was set last. */
  Duration limit() {
    return Duration.ofNanos(limitNanos);
  }

  /** A wait begins. */
  void waiting() {
    waitsSince = nonZero(System.nanoTime());
  }

  /** The wait is over. */
  void notWaiting() {
    waitsSince = NOT_WAITING;
  }

  /** Whether it is waited for. */
  boolean isWaiting() {
    return waitsSince != NOT_WAITING;
  }

  /**
   * Whether it should have finished by now.
   *
   * @param now by {@link System#nanoTime}
   */
  boolean isLate(long now) {
    long due = deadline;
    return due != NO_DEADLINE && now - due > 0;
  }

  /**
   * Whether it is waited for, and has been silent for too long.
   *
   * @param now by {@link System#nanoTime}
   */
  boolean isSilent(long now) {
    long since = waitsSince;
    return since != NOT_WAITING && now - since > limitNanos;
  }

  private static long nonZero(long nanos) {
    return nanos == 0 ? 1 : nanos;
  }
}
