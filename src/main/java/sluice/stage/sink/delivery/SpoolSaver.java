package sluice.stage.sink.delivery;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.stage.sink.spool.Spool;

/**
 * The threads that force spools to the disk and keep their positions, a few of them: a disk takes
 * several requests at a time, and one folder that hangs leaves the others theirs. They are there
 * while there is something to do. Thread-safe.
 */
final class SpoolSaver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolSaver.class);
  private static final int THREADS = 4;

  /** Its queue is bounded by its users: each spool has one task in it. */
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("sluice-spool-sync-", 1).factory());

  /** Threads that start with the first task. */
  SpoolSaver() {
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a spool saved, unless it is being saved, or isn't open. Returns at once.
   *
   * @param withPosition whether what is acknowledged is kept, too
   */
  void save(StreamSpool stream, boolean withPosition) {
    Spool spool = stream.ifOpen();
    if (spool == null || !(withPosition || spool.isDirty()) || !stream.startSaving()) {
      return;
    }
    try {
      threads.execute(() -> saveNow(stream, spool, withPosition));
    } catch (RejectedExecutionException ended) {
      stream.saved(); // closing a spool saves it, too
    }
  }

  private static void saveNow(StreamSpool stream, Spool spool, boolean withPosition) {
    try {
      if (spool.isDirty()) {
        spool.sync();
      }
      if (withPosition) {
        spool.savePosition();
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", stream.stream(), e.getMessage()); // tried again
    } catch (RuntimeException e) {
      LOG.error("{}: a fault of Sluice itself: {}", stream.stream(), Failures.reason(e), e);
    } finally {
      stream.saved();
    }
  }

  /** Ends the threads; waits for nothing. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
