package sluice.core.util;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Makes pools of few daemon threads, which are started as they are needed. */
public final class DaemonPool {
  private static final int IDLE_SECONDS = 10;

  private DaemonPool() {}

  /**
   * A pool whose threads end when they are idle; tasks wait without a bound.
   *
   * @param name of the threads, before their number
   * @param most threads at a time
   */
  public static ThreadPoolExecutor bounded(String name, int most) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
