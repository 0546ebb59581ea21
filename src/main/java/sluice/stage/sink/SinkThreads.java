package sluice.stage.sink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;

/**
 * A few threads that sinks share. What a sink does is a {@link SerialTask}; tasks take turns, each
 * for some milliseconds. Threads are daemons, start as they are needed and leave when they are
 * idle.
 *
 * <p>Sinks may block. One that blocks for longer than {@link #SLOW} while another one waits gets
 * its thread for itself, and another thread takes over; a sink that has been slow lately has a
 * thread of its own from the start. So there are never more threads than the bound and the slow
 * sinks together, and a sink that hangs holds the others up for a moment, once. Where more sinks
 * hang than there are threads, as when a server is gone that all write to, the others may use as
 * many threads as hang, so that each look doubles them.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class SinkThreads implements AutoCloseable {
  /**
   * How long a step may take while others wait. Longer than writing, encoding or syncing usually
   * takes, shorter than what a sink's queue bridges.
   */
  static final Duration SLOW = Duration.ofMillis(200);

  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int FEWEST = 2;
  private static final int MOST = 8;
  private static final Logger LOG = LoggerFactory.getLogger(SinkThreads.class);

  private final int most;
  private final ThreadFactory factory;
  private final Duration slow;
  private final Duration idleTime;

  private final ReentrantLock lock = new ReentrantLock();
  // All guarded by the lock.
  private final ArrayDeque<SerialTask> ready = new ArrayDeque<>();
  private final Set<SerialTask> running = new HashSet<>();
  private final ArrayDeque<Worker> idle = new ArrayDeque<>();
  private int alive;
  private int slowTasks;
  private boolean looking;
  private boolean closed;

  /**
   * No thread yet.
   *
   * @param most threads, besides those of slow tasks; at least 1
   * @param factory makes them
   * @param slow how long a step may take while others wait
   * @param idleTime after which a thread without work leaves
   */
  SinkThreads(int most, ThreadFactory factory, Duration slow, Duration idleTime) {
    this.most = most;
    this.factory = factory;
    this.slow = slow;
    this.idleTime = idleTime;
  }

  /**
   * Threads for the sinks of all streams, {@code sluice-writers-N}: as many as there are
   * processors, which encoding needs, but 2 at least and 8 at the most.
   */
  public static SinkThreads shared() {
    int most = Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST);
    return new SinkThreads(
        most, Thread.ofPlatform().daemon().name("sluice-writers-", 1).factory(), SLOW, IDLE);
  }

  /**
   * A thread for one sink.
   *
   * @param name of the thread
   */
  public static SinkThreads single(String name) {
    return new SinkThreads(1, Thread.ofPlatform().daemon().name(name).factory(), SLOW, IDLE);
  }

  /**
   * A task that rests.
   *
   * @param name for messages
   * @param step does the next thing, and says whether there is another one to do at once; may block
   */
  SerialTask task(String name, BooleanSupplier step) {
    return new SerialTask(name, this, step);
  }

  /** How long a step may take before its task counts as slow. */
  Duration slow() {
    return slow;
  }

  /** Threads that live, busy or idle. */
  int size() {
    lock.lock();
    try {
      return alive;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a slice of a task that is not ready and does not run, as soon as its turn comes. */
  void schedule(SerialTask task) {
    lock.lock();
    try {
      add(task);
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /**
   * No thread stays idle from now on. Tasks that are still woken run, on threads that leave
   * afterwards.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      idle.forEach(worker -> worker.assigned.signal());
    } finally {
      lock.unlock();
    }
  }

  private void add(SerialTask task) {
    ready.add(task);
    if (task.isSlow()) {
      countAsSlow(task);
    }
  }

  private void countAsSlow(SerialTask task) {
    if (!task.countsAsSlow) {
      task.countsAsSlow = true;
      slowTasks++;
    }
  }

  private @Nullable SerialTask next() {
    int allowed = Math.max(most, slowTasks) + slowTasks;
    SerialTask task = running.size() < allowed ? ready.poll() : null;
    if (task != null) {
      running.add(task);
    }
    return task;
  }

  /** Gives threads what they may do, and looks after those that are busy where that is not all. */
  private void dispatch() {
    SerialTask task = next();
    while (task != null) {
      Worker worker = idle.pollLast();
      if (worker != null) {
        worker.assign(task);
      } else if (!start(task)) {
        break;
      }
      task = next();
    }
    if (!ready.isEmpty() && !looking) {
      looking = true;
      CompletableFuture.delayedExecutor(slow.toNanos() / 2, TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::look);
    }
  }

  private boolean start(SerialTask task) {
    try {
      factory.newThread(new Worker(task)).start();
      alive++;
      return true;
    } catch (OutOfMemoryError e) {
      LOG.warn("no thread for a sink, which waits for another one: {}", Failures.reason(e));
      running.remove(task);
      ready.addFirst(task);
      return false;
    }
  }

  /** Finds the tasks that hold others up; their threads are replaced. */
  private void look() {
    lock.lock();
    try {
      looking = false;
      running.stream()
          .filter(task -> task.inStepFor().compareTo(slow) > 0)
          .forEach(this::countAsSlow);
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  /** One of the threads. */
  private final class Worker implements Runnable {
    private final Condition assigned = lock.newCondition();
    private @Nullable SerialTask task; // guarded by the lock

    Worker(SerialTask first) {
      task = first;
    }

    void assign(SerialTask next) {
      task = next;
      assigned.signal();
    }

    @Override
    public void run() {
      SerialTask current = take();
      while (current != null) {
        current.runSlice();
        done(current);
        current = take();
      }
    }

    private void done(SerialTask ran) {
      lock.lock();
      try {
        running.remove(ran);
        if (ran.countsAsSlow) {
          ran.countsAsSlow = false;
          slowTasks--;
        }
        if (ran.wantsAnotherSlice()) {
          add(ran);
        }
        task = next();
        dispatch();
      } finally {
        lock.unlock();
      }
    }

    /** What to do next, waiting for it; null when the thread is to leave. */
    private @Nullable SerialTask take() {
      lock.lock();
      try {
        if (task == null) {
          awaitTask();
        }
        SerialTask next = task;
        task = null;
        if (next == null) {
          alive--;
        }
        return next;
      } finally {
        lock.unlock();
      }
    }

    private void awaitTask() {
      idle.addLast(this);
      long left = idleTime.toNanos();
      while (task == null && left > 0 && !closed) {
        try {
          left = assigned.awaitNanos(left);
        } catch (InterruptedException ignored) {
          // left behind by a sink; nobody interrupts these threads to end them
        }
      }
      idle.remove(this);
    }
  }
}
