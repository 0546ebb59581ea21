package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Virtual clock of many readers, which a test moves once all of them wait for it. */
final class SharedClock implements PaceClock {
  private final List<Long> awaited = new ArrayList<>();
  private long now;

  /** Waits until so many threads wait for moments that are still to come. */
  synchronized void awaitWaiting(int threads, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (awaited.stream().filter(moment -> moment > now).count() < threads) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      assertThat(left).as("patience for threads that wait").isPositive();
      wait(left);
    }
  }

  synchronized void advance(Duration time) {
    now += time.toNanos();
    notifyAll();
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized Instant now() {
    return Instant.EPOCH.plusNanos(now);
  }

  @Override
  public synchronized void waitUntil(long nanoTime) throws InterruptedException {
    awaited.add(nanoTime);
    notifyAll();
    try {
      while (now < nanoTime) {
        wait();
      }
    } finally {
      awaited.remove(nanoTime);
    }
  }
}
