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
 * <p>Sinks may block. One that blocks for longer than {@link #SLOW} while another one waits counts
 * as slow: it gets its thread for itself, and another thread takes over. A sink that was slow
 * within the last minutes, longer than a failed sink waits at the most, has a thread of its own
 * from the start, so that one that hangs again and again holds the others up for a moment, once.
 *
 * <p>The sinks that are not slow share a number of threads that follows the need: while one of them
 * waits for its turn for longer than {@link #SLOW}, there is one more at each look, up to a limit,
 * and one less with each thread that leaves. Where more sinks are slow than that, as when a server
 * is gone that all write to, the others may use as many threads as are slow, so that each look
 * doubles them. So there are at most as many threads as the limit and the slow sinks together, or
 * twice as many as the slow ones.
 *
 * <p>Thread-safe; no method blocks.
 */
public final class SinkThreads implements AutoCloseable {
  /**
   * How long a step may take while others wait, and a task wait for its turn. Longer than writing
   * or syncing usually takes, shorter than what a sink's queue bridges.
   */
  static final Duration SLOW = Duration.ofMillis(200);

  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final int FEWEST = 2;
  private static final int MOST = 8;

  /** Threads of all streams where sinks wait for their turn. */
  static final int LIMIT = 32;

  private static final Logger LOG = LoggerFactory.getLogger(SinkThreads.class);

  private final int most;
  private final int limit;
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
  private int more; // threads that are allowed besides the usual ones, for waiting tasks
  private boolean looking;
  private boolean lacking; // the last thread that was needed could not be started
  private boolean mayStart = true; // false from then on until the next look
  private boolean closed;

  /**
   * No thread yet.
   *
   * @param most threads as a rule, besides those of slow tasks; at least 1
   * @param limit of these threads where tasks wait for their turn; at least as many
   * @param factory makes them
   * @param slow how long a step may take while others wait, and a task wait for its turn
   * @param idleTime after which a thread without work leaves
   */
  SinkThreads(int most, int limit, ThreadFactory factory, Duration slow, Duration idleTime) {
    this.most = most;
    this.limit = limit;
    this.factory = factory;
    this.slow = slow;
    this.idleTime = idleTime;
  }

  /**
   * Threads for the sinks of all streams, {@code sluice-writers-N}: as many as there are
   * processors, which is enough while sinks make their lines and disks take them at once, but 2 at
   * least and 8 at the most; up to 32 while sinks wait for their turn.
   */
  public static SinkThreads shared() {
    int most = Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST);
    return new SinkThreads(
        most, LIMIT, Thread.ofPlatform().daemon().name("sluice-writers-", 1).factory(), SLOW, IDLE);
  }

  /**
   * A thread for one sink; never two at a time.
   *
   * @param name of the thread
   */
  public static SinkThreads single(String name) {
    return new SinkThreads(1, 1, Thread.ofPlatform().daemon().name(name).factory(), SLOW, IDLE);
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

  /** Threads that tasks may use now, besides those of slow ones. */
  int allowed() {
    lock.lock();
    try {
      return most + more;
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
    task.readySince = System.nanoTime();
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

  private boolean isFull() {
    return running.size() >= Math.max(most + more, slowTasks) + slowTasks;
  }

  /** The next task, which runs from now on; null when there is none, or as many run as may. */
  private @Nullable SerialTask next() {
    SerialTask task = isFull() ? null : ready.poll();
    if (task != null) {
      running.add(task);
    }
    return task;
  }

  /** Gives threads what they may do, and looks after those that are busy where that is not all. */
  private void dispatch() {
    while (!ready.isEmpty() && !isFull()) {
      Worker worker = idle.isEmpty() ? start() : idle.pollLast();
      if (worker == null) {
        break;
      }
      worker.assign(next());
    }
    if (!ready.isEmpty() && !looking) {
      lookSoon();
    }
  }

  private void lookSoon() {
    try {
      CompletableFuture.delayedExecutor(slow.toNanos() / 2, TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::look);
      looking = true;
    } catch (OutOfMemoryError e) {
      lacks(e); // it has a thread too; the next task that is woken or has run tries again
    }
  }

  private void lacks(OutOfMemoryError e) {
    if (!lacking) {
      lacking = true;
      LOG.warn("no more threads for sinks, which wait for those there are: {}", Failures.reason(e));
    }
  }

  /** One more thread, or null where the system has none: the next look tries again. */
  private @Nullable Worker start() {
    if (!mayStart) {
      return null;
    }
    Worker worker = new Worker();
    try {
      factory.newThread(worker).start();
    } catch (OutOfMemoryError e) {
      mayStart = false;
      lacks(e);
      return null;
    }
    alive++;
    if (lacking) {
      lacking = false;
      LOG.info("there are more threads for sinks again");
    }
    return worker;
  }

  /** Finds the tasks that hold others up, and replaces their threads; adds one where it lacks. */
  private void look() {
    lock.lock();
    try {
      looking = false;
      mayStart = true;
      running.stream()
          .filter(task -> task.inStepFor().compareTo(slow) > 0)
          .forEach(this::countAsSlow);
      if (isFull() && most + more < limit && isWaitingForLong(ready.peek())) {
        more++;
      }
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  private boolean isWaitingForLong(@Nullable SerialTask task) {
    return task != null && System.nanoTime() - task.readySince > slow.toNanos();
  }

  /** After a slice: the task is ready again, or rests. */
  private void release(SerialTask ran) {
    running.remove(ran);
    if (ran.countsAsSlow) {
      ran.countsAsSlow = false;
      slowTasks--;
    }
    if (ran.wantsAnotherSlice()) {
      add(ran);
    }
  }

  private void leave() {
    alive--;
    more = Math.max(0, more - 1);
  }

  /** One of the threads. */
  private final class Worker implements Runnable {
    private final Condition assigned = lock.newCondition();
    private @Nullable SerialTask task; // guarded by the lock

    void assign(@Nullable SerialTask next) {
      task = next;
      assigned.signal();
    }

    @Override
    public void run() {
      SerialTask current = first();
      try {
        while (current != null) {
          current.runSlice();
          current = after(current);
        }
      } finally {
        if (current != null) {
          die(current);
        }
      }
    }

    private @Nullable SerialTask first() {
      lock.lock();
      try {
        return taken();
      } finally {
        lock.unlock();
      }
    }

    /**
     * What to do after a slice, waiting for it; null when the thread is to leave. The lock is held
     * from the end of the one to the choice of the other: no thread is started for what this one
     * can do.
     */
    private @Nullable SerialTask after(SerialTask ran) {
      lock.lock();
      try {
        release(ran);
        task = next();
        dispatch();
        if (task == null) {
          awaitTask();
        }
        if (task == null) {
          leave();
        }
        return taken();
      } finally {
        lock.unlock();
      }
    }

    private @Nullable SerialTask taken() {
      SerialTask next = task;
      task = null;
      return next;
    }

    /** The thread ends by what its task threw; others go on. */
    private void die(SerialTask ran) {
      lock.lock();
      try {
        release(ran);
        leave();
        dispatch();
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
