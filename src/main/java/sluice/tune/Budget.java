package sluice.tune;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time that a search may take. Any thread may stop it. */
final class Budget {
  private final LongSupplier nanoClock;
  private final long start;
  private final Duration time;
  private volatile boolean stopped;

  /** Begins now, by a clock as {@link System#nanoTime}. */
  Budget(LongSupplier nanoClock, Duration time) {
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
    this.time = time;
  }

  /** No more time is to be taken. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  Duration time() {
    return time;
  }

  Duration used() {
    return Duration.ofNanos(nanoClock.getAsLong() - start);
  }

  /** Whether something that takes so long would end within this share of the time. */
  boolean allows(Duration cost, double share) {
    return !stopped && used().plus(cost).toNanos() <= time.toNanos() * share;
  }
}
