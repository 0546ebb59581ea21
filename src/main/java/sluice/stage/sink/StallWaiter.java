package sluice.stage.sink;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Timeout of waiting for room in a sink's queue: what waits is also called back when the sink
 * hangs. There is one timer at the most, whatever the number of waits. Thread-safe.
 */
public final class StallWaiter {
  private static final Duration SHORTEST = Duration.ofMillis(10);

  private final BooleanSupplier isStalled;
  private final Supplier<Duration> inCallFor;
  private final Duration limit;
  private final AtomicReference<@Nullable Once> waiting = new AtomicReference<>();
  private final AtomicBoolean timed = new AtomicBoolean();

  /**
   * Waits for nothing yet.
   *
   * @param isStalled whether the sink hangs
   * @param inCallFor how long it has been in one call
   * @param limit after which it hangs
   */
  public StallWaiter(BooleanSupplier isStalled, Supplier<Duration> inCallFor, Duration limit) {
    this.isStalled = isStalled;
    this.inCallFor = inCallFor;
    this.limit = limit;
  }

  /** A callback that runs once: when it is called, or when the sink hangs. */
  public Runnable orWhenStalled(Runnable wake) {
    Once once = new Once(wake);
    waiting.set(once);
    startTimer();
    return once;
  }

  private void startTimer() {
    if (timed.compareAndSet(false, true)) {
      Duration left = limit.minus(inCallFor.get()).plus(SHORTEST);
      long nanos = Math.max(SHORTEST.toNanos(), left.toNanos());
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::onTimer);
    }
  }

  private void onTimer() {
    timed.set(false);
    Once once = waiting.get();
    if (once == null || once.called.get()) {
      return;
    }
    if (isStalled.getAsBoolean()) {
      once.run();
    } else {
      startTimer();
    }
  }

  private static final class Once implements Runnable {
    private final Runnable wake;
    private final AtomicBoolean called = new AtomicBoolean();

    Once(Runnable wake) {
      this.wake = wake;
    }

    @Override
    public void run() {
      if (called.compareAndSet(false, true)) {
        wake.run();
      }
    }
  }
}
