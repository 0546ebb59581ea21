package sluice.stage.sink.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Counts connections that a broker ended soon after they were made: clients with one name throw
 * each other out for ever. For one thread.
 */
final class LossCounter {
  /** Losses within {@link #WINDOW} that are too many. */
  private static final int MOST = 3;

  private static final Duration WINDOW = Duration.ofMinutes(1);

  /** How long a broker is left alone then. */
  static final Duration PAUSE = Duration.ofSeconds(20);

  private final LongSupplier nanoTime;
  private final Deque<Long> losses = new ArrayDeque<>();

  LossCounter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A connection was lost; whether that happens too often. */
  boolean lost() {
    long now = nanoTime.getAsLong();
    losses.add(now);
    losses.removeIf(each -> now - each > WINDOW.toNanos());
    while (losses.size() > MOST) {
      losses.remove();
    }
    return losses.size() == MOST;
  }
}
