package sluice.app.service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.service.recovery.FatalErrorHandler;

/**
 * Counter of the threads that are stuck in native code of devices. One more than allowed ends the
 * process. Thread-safe.
 */
final class StuckThreads {
  private static final Logger LOG = LoggerFactory.getLogger(StuckThreads.class);

  private final int most;
  private final FatalErrorHandler fatal;
  private int stuck;

  /**
   * None yet.
   *
   * @param most threads that may be stuck at the same time
   * @param fatal ends the process when there is one more
   */
  StuckThreads(int most, FatalErrorHandler fatal) {
    this.most = most;
    this.fatal = fatal;
  }

  /**
   * A thread has exceeded its timeout.
   *
   * @param doing what it was to do
   */
  void add(String doing) {
    int now;
    synchronized (this) {
      now = ++stuck;
    }
    LOG.warn(
        "{} does not return; {} threads of devices are stuck (max-stuck: {})", doing, now, most);
    if (now > most) {
      fatal.end(
          FatalErrorHandler.Cause.STUCK_THREADS,
          now
              + " threads of devices are stuck (max-stuck: "
              + most
              + "), the last one in "
              + doing);
    }
  }

  /** One of them has returned. */
  synchronized void remove() {
    stuck--;
  }
}
