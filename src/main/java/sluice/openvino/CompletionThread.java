package sluice.openvino;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which a compiled model's inferences are completed. Signals come from OpenVINO's
 * callback thread; giving one allocates nothing, never blocks and can't fail, since the queue is
 * threaded through the tasks themselves.
 */
final class CompletionThread {

  /** Something to run. A signal while one waits already changes nothing. */
  abstract static class Task {
    private final AtomicBoolean waiting = new AtomicBoolean();
    private @Nullable Task next;

    /** Runs on the completion thread. */
    abstract void run();
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Signalled tasks, newest first. */
  private final AtomicReference<@Nullable Task> signalled = new AtomicReference<>();

  private final Thread thread;
  private volatile boolean ended;

  CompletionThread() {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("openvino-completion-" + NUMBER.incrementAndGet())
            .unstarted(this::loop);
  }

  /** Starts the thread unless that was done. */
  synchronized void start() {
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /** Lets a task run soon. */
  void signal(Task task) {
    if (!task.waiting.compareAndSet(false, true)) {
      return;
    }
    Task newest = signalled.get();
    task.next = newest;
    while (!signalled.compareAndSet(newest, task)) {
      newest = signalled.get();
      task.next = newest;
    }
    LockSupport.unpark(thread);
  }

  /** Lets the thread end when nothing is signalled. */
  void end() {
    ended = true;
    LockSupport.unpark(thread);
  }

  private void loop() {
    while (true) {
      Task oldest = takeAll();
      if (oldest != null) {
        runAll(oldest);
      } else if (ended) {
        return;
      } else {
        LockSupport.park(this);
        // A handler may have left the thread interrupted: it would never park again.
        Thread.interrupted();
      }
    }
  }

  /** The signalled tasks in the order of their signals, linked by {@code next}. */
  private @Nullable Task takeAll() {
    Task newest = signalled.getAndSet(null);
    Task oldest = null;
    while (newest != null) {
      Task older = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }

  private void runAll(Task first) {
    Task task = first;
    while (task != null) {
      Task next = task.next;
      task.next = null;
      task.waiting.set(false);
      try {
        task.run();
      } catch (Throwable e) {
        report(e);
      }
      task = next;
    }
  }

  private void report(Throwable thrown) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    } catch (Throwable _) {
      // The thread has to live on for the other requests, whatever that handler does.
    }
  }
}
