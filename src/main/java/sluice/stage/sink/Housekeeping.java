package sluice.stage.sink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scheduler of the housekeeping of all sinks: tasks that must not hold up results, now or on a
 * timer, which outlives the sinks that added them. Thread-safe.
 */
public final class Housekeeping implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration ROUND = Duration.ofSeconds(30);

  private final Executor executor;
  private final LongSupplier nanoTime;
  private final ElapsedTime time;
  private final Map<Object, Periodic> periodic = new ConcurrentHashMap<>();
  private final AtomicBoolean timed = new AtomicBoolean();

  /**
   * Nothing to do yet.
   *
   * @param executor runs tasks, one at a time; the timer ends when it takes no more
   * @param clock the time of day, which may be set
   * @param nanoTime as {@link System#nanoTime}
   */
  public Housekeeping(Executor executor, InstantSource clock, LongSupplier nanoTime) {
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.time = new ElapsedTime(clock, nanoTime, clock.instant());
  }

  /** Runs a task once, soon. */
  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  /**
   * Runs a task again and again, first after the interval.
   *
   * @param key what the task is for; an earlier task for the same is replaced, and when it was due
   *     stays
   * @param task says whether it wants to be run again
   */
  public void every(Object key, Duration interval, BooleanSupplier task) {
    Periodic first = new Periodic(interval, task, nanoTime.getAsLong() + interval.toNanos());
    periodic.merge(key, first, (before, after) -> after.notAfter(before));
    if (timed.compareAndSet(false, true)) {
      startTimer();
    }
  }

  /** Whether there is a task on a timer for this. */
  public boolean isWatched(Object key) {
    return periodic.containsKey(key);
  }

  /** A clock by which files may be deleted, that starts at a time or now, if that is earlier. */
  public InstantSource timeSince(Instant start) {
    return new ElapsedTime(time, nanoTime, start);
  }

  private void startTimer() {
    CompletableFuture.delayedExecutor(ROUND.toNanos(), TimeUnit.NANOSECONDS, executor)
        .execute(
            () -> {
              runDue();
              startTimer();
            });
  }

  /** Runs the tasks on a timer that are due, in the calling thread. */
  public void runDue() {
    long now = nanoTime.getAsLong();
    periodic.forEach(
        (key, task) -> {
          if (now - task.due >= 0) {
            Periodic again = new Periodic(task.interval, task.task, now + task.interval.toNanos());
            if (run(key, task)) {
              periodic.replace(key, task, again);
            } else {
              periodic.remove(key, task);
            }
          }
        });
  }

  private static boolean run(Object key, Periodic task) {
    try {
      return task.task.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.warn("housekeeping of {} failed and is tried again: {}", key, e.getMessage(), e);
      return true;
    }
  }

  private record Periodic(Duration interval, BooleanSupplier task, long due) {
    Periodic notAfter(Periodic before) {
      return before.due - due < 0 ? new Periodic(interval, task, before.due) : this;
    }
  }
}
