package sluice.bench;

import java.util.function.LongSupplier;

/**
 * Gauge of the inferences in flight: how many they are, and for how long there were too few. A turn
 * takes some tens of nanoseconds, twice for an inference that takes milliseconds. Thread-safe.
 */
final class InFlightGauge {
  private final int wanted;
  private final LongSupplier nanoClock;
  private int inFlight;
  private long since;
  private long tooFewNanos;

  /**
   * Nothing is in flight.
   *
   * @param wanted less than this is too few
   * @param nanoClock as {@link System#nanoTime}
   */
  InFlightGauge(int wanted, LongSupplier nanoClock) {
    this.wanted = wanted;
    this.nanoClock = nanoClock;
    this.since = nanoClock.getAsLong();
  }

  /** An inference is about to start. */
  synchronized void started() {
    account();
    inFlight++;
  }

  /** One has ended, or could not be started. */
  synchronized void ended() {
    account();
    inFlight--;
  }

  /** For how long there were too few so far, nanoseconds. */
  synchronized long tooFewNanos() {
    account();
    return tooFewNanos;
  }

  private void account() {
    long now = nanoClock.getAsLong();
    if (inFlight < wanted) {
      tooFewNanos += now - since;
    }
    since = now;
  }
}
