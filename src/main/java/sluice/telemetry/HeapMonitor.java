package sluice.telemetry;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitor of the heap: used bytes, live bytes and their limit as gauges, and a warning in the log
 * while there is still time, before memory runs out. For one thread but for its numbers, which any
 * may read.
 */
final class HeapMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(HeapMonitor.class);
  private static final double WARN_AT = 0.8;
  private static final double CALM_AT = 0.7;
  private static final long MEBIBYTE = 1 << 20;

  private final LongSupplier live;
  private final LongSupplier limit;
  private boolean warned;

  /**
   * A monitor of these numbers.
   *
   * @param live bytes that the last collection of the whole heap left; 0 before the first one
   * @param limit bytes that the heap may have
   */
  HeapMonitor(LongSupplier live, LongSupplier limit) {
    this.live = live;
    this.limit = limit;
  }

  /** A monitor of this process. */
  static HeapMonitor ofProcess() {
    Optional<MemoryPoolMXBean> oldest = oldGeneration();
    return new HeapMonitor(
        () -> oldest.map(MemoryPoolMXBean::getCollectionUsage).map(MemoryUsage::getUsed).orElse(0L),
        () -> Runtime.getRuntime().maxMemory());
  }

  /** The largest pool that collections leave something in. */
  private static Optional<MemoryPoolMXBean> oldGeneration() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
        .max(Comparator.comparingLong(pool -> pool.getUsage().getMax()));
  }

  long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  long live() {
    return live.getAsLong();
  }

  long limit() {
    return limit.getAsLong();
  }

  /** Warns once when live bytes come near the limit, and again after they were well below. */
  void check() {
    double share = (double) live() / Math.max(1, limit());
    if (share >= WARN_AT && !warned) {
      warned = true;
      LOG.warn(
          "memory is running out: {} MiB of {} MiB of heap are in use after a collection; set"
              + " SLUICE_HEAP to more, or have fewer streams",
          live() / MEBIBYTE,
          limit() / MEBIBYTE);
    } else if (share < CALM_AT) {
      warned = false;
    }
  }
}
