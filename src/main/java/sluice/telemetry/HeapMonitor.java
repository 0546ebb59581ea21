package sluice.telemetry;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitor of the heap: used bytes, live bytes and their limit as gauges, and a warning in the log
 * while there is still time, before memory runs out. For one thread but for its numbers, which any
 * may read.
 *
 * <p>It also has the whole heap collected where garbage makes up much of the old generation: the
 * serial collector, which {@code bin/sluice} chooses, rather enlarges the heap up to its limit, so
 * that memory grows for hours although nothing needs it, and nobody knows what is live.
 */
final class HeapMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(HeapMonitor.class);

  /** The serial collector's name of its old generation. */
  private static final String SERIAL_POOL = "Tenured Gen";

  private static final double WARN_AT = 0.8;
  private static final double CALM_AT = 0.7;
  private static final long MEBIBYTE = 1 << 20;

  /** Garbage among old objects that isn't worth a collection, and its share of what is live. */
  private static final long SPARE_BYTES = 16 * MEBIBYTE;

  private static final double SPARE_SHARE = 0.25;

  /** A collection stops everything for some milliseconds for each 10 MB that are live. */
  private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier live;
  private final LongSupplier limit;
  private final LongSupplier old;
  private final Runnable collector;
  private final LongSupplier nanos;
  private boolean warned;
  private long collected;

  /**
   * A monitor of these numbers.
   *
   * @param live bytes that the last collection of the whole heap left; 0 before the first one
   * @param limit bytes that the heap may have
   * @param old bytes in the old generation now, garbage too
   * @param collector collects the whole heap
   * @param nanos a clock that never goes back
   */
  HeapMonitor(
      LongSupplier live,
      LongSupplier limit,
      LongSupplier old,
      Runnable collector,
      LongSupplier nanos) {
    this.live = live;
    this.limit = limit;
    this.old = old;
    this.collector = collector;
    this.nanos = nanos;
    this.collected = nanos.getAsLong();
  }

  /** A monitor of this process; other collectors than the serial one are left to themselves. */
  static HeapMonitor ofProcess() {
    Optional<MemoryPoolMXBean> oldest = oldGeneration();
    Optional<MemoryPoolMXBean> serial = oldest.filter(pool -> pool.getName().equals(SERIAL_POOL));
    return new HeapMonitor(
        () -> oldest.map(MemoryPoolMXBean::getCollectionUsage).map(MemoryUsage::getUsed).orElse(0L),
        () -> Runtime.getRuntime().maxMemory(),
        () -> serial.map(MemoryPoolMXBean::getUsage).map(MemoryUsage::getUsed).orElse(0L),
        System::gc,
        System::nanoTime);
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

  /**
   * Has much old garbage collected. Warns once when live bytes come near the limit, and again after
   * they were well below.
   */
  void check() {
    collect();
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

  private void collect() {
    long now = nanos.getAsLong();
    if (now - collected >= CALM_NANOS
        && old.getAsLong() > live() * (1 + SPARE_SHARE) + SPARE_BYTES) {
      collected = now;
      collector.run();
    }
  }
}
