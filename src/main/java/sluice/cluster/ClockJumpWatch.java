package sluice.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says when this process stood still: it was stopped, or got no processor. The others may have
 * given its streams away meanwhile, and what wakes up must end before it writes. A thread of its
 * own looks at {@link System#nanoTime} every 100 ms; what a machine sleeps while its clock stands,
 * as when it is suspended, isn't seen.
 */
public final class ClockJumpWatch implements AutoCloseable {
  private static final long PERIOD_NANOS = Duration.ofMillis(100).toNanos();

  private final long limitNanos;
  private final LongSupplier clock;
  private final Consumer<Duration> listener;
  private volatile long last;
  private volatile boolean closed;

  ClockJumpWatch(Duration limit, LongSupplier clock, Consumer<Duration> listener) {
    this.limitNanos = limit.toNanos();
    this.clock = clock;
    this.listener = listener;
    this.last = clock.getAsLong();
  }

  /**
   * Starts to watch.
   *
   * @param limit what is longer is told
   * @param listener told how long it was, by the watch's thread; must not block
   */
  @SuppressWarnings("ThreadPriorityCheck") // the sooner it sees it, the less is written twice
  public static ClockJumpWatch start(Duration limit, Consumer<Duration> listener) {
    ClockJumpWatch watch = new ClockJumpWatch(limit, System::nanoTime, listener);
    Thread.ofPlatform().daemon().name("sluice-clock-watch").start(watch::run);
    return watch;
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(PERIOD_NANOS);
      look();
    }
  }

  /** Compares with the last look. */
  void look() {
    long now = clock.getAsLong();
    long passed = now - last;
    if (passed > limitNanos && !closed) {
      listener.accept(Duration.ofNanos(passed));
    }
    last = now; // until the listener knows it, nobody counts as awake
  }

  /**
   * Whether the process has not stood still since the last look, as far as its clock says: known
   * before the listener is told, to whoever wakes up earlier than the watch. True once the watch is
   * closed. Cheap; by any thread.
   */
  public boolean isAwake() {
    return closed || clock.getAsLong() - last <= limitNanos;
  }

  /** Ends the watch within its period; tells nothing from here on. */
  @Override
  public void close() {
    closed = true;
  }
}
