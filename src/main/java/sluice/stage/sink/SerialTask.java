package sluice.stage.sink;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;

/**
 * A task that is done in steps on {@link SinkThreads}: one step after the other, never two at a
 * time, each seeing what those before it did. It rests until it is woken. Thread-safe; no method
 * blocks.
 */
final class SerialTask {
  /** After which a task makes room for others, between two steps. */
  private static final long SLICE_NANOS = 5_000_000;

  /**
   * How long a task is remembered as slow after its last slow step: a sink that hangs and fails is
   * known still when it is opened again, even if the next result comes late.
   */
  static final Duration SLOW_FOR = ReopenDelay.LONGEST.multipliedBy(2);

  private static final Logger LOG = LoggerFactory.getLogger(SerialTask.class);

  private final String name;
  private final SinkThreads threads;
  private final BooleanSupplier step;
  private final CallTimer calls = new CallTimer();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean again;
  private volatile boolean wasSlow;
  private volatile long slowAt;

  /** Whether it counts as slow among the tasks that are ready or run; guarded by their lock. */
  boolean countsAsSlow;

  /** When it became ready, by {@link System#nanoTime}; guarded by the threads' lock. */
  long readySince;

  /**
   * A task that rests.
   *
   * @param name for messages
   * @param threads where it runs
   * @param step does the next thing, and says whether there is another one to do at once; may block
   */
  SerialTask(String name, SinkThreads threads, BooleanSupplier step) {
    this.name = name;
    this.threads = threads;
    this.step = step;
  }

  /** There is something to do: a step begins after this call, on any of the threads. */
  void wake() {
    again = true;
    if (scheduled.compareAndSet(false, true)) {
      threads.schedule(this);
    }
  }

  /** How long it has been in one step; zero while in none. */
  Duration inStepFor() {
    return calls.elapsed();
  }

  /** Whether a step took longer than the threads allow, not long ago. */
  boolean isSlow() {
    return wasSlow && System.nanoTime() - slowAt < SLOW_FOR.toNanos();
  }

  /** Does steps until there is nothing to do or the time is up. On one of the threads. */
  void runSlice() {
    long start = System.nanoTime();
    do {
      again = false; // before the step, so that none is lost that wakes it meanwhile
      if (runStep()) {
        again = true;
      }
    } while (again && System.nanoTime() - start < SLICE_NANOS);
  }

  private boolean runStep() {
    calls.begin();
    try {
      return step.getAsBoolean();
    } catch (Throwable e) {
      LOG.error("{}: a step failed: {}", name, Failures.reason(e), e);
      return false;
    } finally {
      Duration taken = calls.elapsed();
      calls.end();
      if (taken.compareTo(threads.slow()) > 0) {
        slowAt = System.nanoTime();
        wasSlow = true;
      }
    }
  }

  /** After a slice, on the same thread: whether there is more to do; it rests otherwise. */
  boolean wantsAnotherSlice() {
    if (again) {
      return true;
    }
    scheduled.set(false);
    return again && scheduled.compareAndSet(false, true); // woken in between
  }
}
