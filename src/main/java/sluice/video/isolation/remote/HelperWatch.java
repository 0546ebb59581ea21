package sluice.video.isolation.remote;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches all processes while there are any: ends those whose stream is cancelled, and those that
 * hang. One thread, which never writes and never waits for a process. Thread-safe.
 */
final class HelperWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HelperWatch.class);
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Set<HelperProcess> processes = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private @Nullable Thread thread;

  /** Watches one from now on. */
  void add(HelperProcess process) {
    synchronized (lock) {
      processes.add(process);
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("sluice-decoder-watch").start(this::run);
      }
    }
  }

  /** One has ended. */
  void remove(HelperProcess process) {
    processes.remove(process);
  }

  /** Processes that are watched. */
  int number() {
    return processes.size();
  }

  /** Ends all at once. */
  void killAll() {
    processes.forEach(HelperProcess::kill);
  }

  /** Whether the thread runs; for tests. */
  boolean isWatching() {
    synchronized (lock) {
      return thread != null;
    }
  }

  /** A fault of what asks about one stream must not end the watch over the others. */
  private static void watch(HelperProcess process, long now) {
    try {
      process.watch(now);
    } catch (Throwable e) { // an Error too: no memory or threads may be left for one of them
      process.kill();
      LOG.error("the watch over a decoder's process has a fault; the process is ended", e);
    }
  }

  private void run() {
    try {
      while (isWanted()) {
        long now = System.nanoTime();
        processes.forEach(process -> watch(process, now));
        LockSupport.parkNanos(TICK_NANOS);
      }
    } finally {
      // after a fault that nobody could catch: the next process starts another thread
      synchronized (lock) {
        if (Thread.currentThread().equals(thread)) {
          thread = null;
        }
      }
    }
  }

  private boolean isWanted() {
    synchronized (lock) {
      if (processes.isEmpty()) {
        thread = null;
      }
      return thread != null;
    }
  }
}
