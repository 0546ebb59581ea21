package sluice.app.service;

import java.time.Duration;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.DaemonPool;
import sluice.service.model.ModelExecutors;
import sluice.service.recovery.FatalErrorHandler;

/**
 * The thread pools of the service's models, {@code sluice-lookup-N}, {@code sluice-models-N} and
 * {@code sluice-close-N}: bounded, whatever the number of streams.
 */
final class ModelThreadPools {
  private static final Logger LOG = LoggerFactory.getLogger(ModelThreadPools.class);

  /** Looking at files is short; of each model and source there is one look-up at a time. */
  static final int LOOKUPS = 8;

  /** A compilation uses several processors itself, and much memory. */
  static final int COMPILATIONS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8);

  /** Closing a model waits for its device. */
  static final int DEVICES = 4;

  /** How long the shutdown waits for models that are being closed. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  private final ThreadPoolExecutor lookups = DaemonPool.bounded("sluice-lookup-", LOOKUPS);
  private final ModelThreads compilations;
  private final ModelThreads devices;

  /**
   * Pools without a thread.
   *
   * @param maxStuck threads that may be stuck in devices, of all pools together
   * @param fatal ends the process when there is one more
   */
  ModelThreadPools(int maxStuck, FatalErrorHandler fatal) {
    StuckThreads stuck = new StuckThreads(maxStuck, fatal);
    compilations = new ModelThreads("sluice-models-", COMPILATIONS, stuck);
    devices = new ModelThreads("sluice-close-", DEVICES, stuck);
  }

  /** What the models' actors use. */
  ModelExecutors executors() {
    return new ModelExecutors(lookups, compilations, devices);
  }

  /** Ends the pools; what a device holds on to does not hold up the shutdown. */
  void shutdown() {
    lookups.shutdown();
    long start = System.nanoTime();
    boolean compiled = compilations.shutdown(CLOSE_TIMEOUT);
    Duration left = CLOSE_TIMEOUT.minusNanos(System.nanoTime() - start);
    if (!devices.shutdown(left) || !compiled) {
      LOG.warn("a model is still being compiled or closed; the process ends without it");
    }
  }
}
