package sluice.stage.sink.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import sluice.core.util.Median;

/**
 * What appending costs: {@code SpoolSpeed FOLDER}, on the disk of that folder. Medians of five
 * rounds; see {@code src/docs/long-runs.md}.
 */
public final class SpoolSpeed {
  private static final int ROUNDS = 5;
  private static final int SPOOLS = 96;
  private static final Duration SYNC = Duration.ofMillis(200);
  private static final Duration MANY = Duration.ofSeconds(10);
  private static final SpoolLimits LIMITS = new SpoolLimits(1L << 30, Duration.ofDays(7));
  private static final byte[] RECORD = new byte[1_000];
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

  private SpoolSpeed() {}

  /** When an append is forced to the disk. */
  private enum Syncing {
    NEVER,
    EACH_200_MS,
    EACH_RECORD
  }

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    measure(folder, Syncing.NEVER, 50_000); // warms up
    for (Syncing syncing : Syncing.values()) {
      int records = syncing == Syncing.EACH_RECORD ? 1_000 : 100_000;
      double[] rates = new double[ROUNDS];
      double[] costs = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        double[] one = measure(folder, syncing, records);
        rates[i] = one[0];
        costs[i] = one[1];
      }
      System.out.printf(
          Locale.ROOT,
          "append of 1 kB, sync %s: %.0f/s, processor time of the appender %.1f us a record%n",
          syncing.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          Median.of(rates),
          Median.of(costs));
    }
    opening(folder);
    for (int threads : new int[] {1, 2, 4, 8}) {
      manySpools(folder, threads);
    }
  }

  /** Opens a spool of 100,000 waiting records, which are all read and checked. */
  private static void opening(Path folder) throws IOException {
    Path path = folder.resolve("spool");
    try (Spool spool = open(path)) {
      for (int i = 0; i < 100_000; i++) {
        spool.append(RECORD);
      }
    }
    double[] times = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      Spool.open(path, LIMITS, InstantSource.system()).close();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Spool.delete(path);
    System.out.printf(
        Locale.ROOT, "opening and closing with 100 MB that wait: %.0f ms%n", Median.of(times));
  }

  /** Records a second, and microseconds of processor time of the appending thread a record. */
  private static double[] measure(Path folder, Syncing syncing, int records) throws Exception {
    Path path = folder.resolve("spool");
    try (Spool spool = open(path)) {
      boolean[] done = {false};
      CompletableFuture<Void> syncer =
          CompletableFuture.runAsync(() -> syncUntil(spool, done, syncing));
      long start = System.nanoTime();
      long cpu = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < records; i++) {
        spool.append(RECORD);
        if (syncing == Syncing.EACH_RECORD) {
          spool.sync();
        }
      }
      cpu = THREADS.getCurrentThreadCpuTime() - cpu;
      long nanos = System.nanoTime() - start;
      synchronized (done) {
        done[0] = true;
      }
      syncer.join();
      return new double[] {records * 1e9 / nanos, cpu / 1e3 / records};
    } finally {
      Spool.delete(path);
    }
  }

  private static void syncUntil(Spool spool, boolean[] done, Syncing syncing) {
    while (syncing == Syncing.EACH_200_MS) {
      LockSupport.parkNanos(SYNC.toNanos());
      synchronized (done) {
        if (done[0]) {
          return;
        }
      }
      try {
        spool.sync();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Each round: a record into each spool, all of them synced by some threads; each fifth saves the
   * positions.
   */
  private static void manySpools(Path folder, int threads) throws Exception {
    List<Spool> spools = new ArrayList<>();
    for (int i = 0; i < SPOOLS; i++) {
      spools.add(open(folder.resolve("spool" + i)));
    }
    List<Double> syncs = new ArrayList<>();
    List<Double> saves = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    for (int round = 0; System.nanoTime() - start < MANY.toNanos(); round++) {
      for (Spool spool : spools) {
        long sequence = spool.append(RECORD);
        spool.read(sequence, 10, 100_000);
        spool.acknowledge(sequence);
      }
      long before = System.nanoTime();
      if (round % 5 == 4) {
        onAll(pool, spools, Spool::savePosition);
        saves.add((System.nanoTime() - before) / 1e6);
        before = System.nanoTime();
      }
      onAll(pool, spools, Spool::sync);
      syncs.add((System.nanoTime() - before) / 1e6);
      long next = start + (round + 1) * SYNC.toNanos();
      LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
    }
    double share = (double) (SYSTEM.getProcessCpuTime() - cpu) / (System.nanoTime() - start);
    System.out.printf(
        Locale.ROOT,
        "%d spools, 5 records/s each, sync each 200 ms by %d threads: %.1f %% of a processor, a"
            + " round of sync"
            + " %.1f ms (at most %.1f), of positions %.1f ms (at most %.1f), %d rounds%n",
        SPOOLS,
        threads,
        share * 100,
        Median.of(syncs.stream().mapToDouble(Double::doubleValue)),
        syncs.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        Median.of(saves.stream().mapToDouble(Double::doubleValue)),
        saves.stream().mapToDouble(Double::doubleValue).max().orElse(0),
        syncs.size());
    pool.shutdown();
    for (int i = 0; i < SPOOLS; i++) {
      spools.get(i).close();
      Spool.delete(folder.resolve("spool" + i));
    }
  }

  private interface DiskTask {
    void run(Spool spool) throws IOException;
  }

  private static void onAll(ExecutorService pool, List<Spool> spools, DiskTask task)
      throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (Spool spool : spools) {
      tasks.add(
          () -> {
            task.run(spool);
            return null;
          });
    }
    for (Future<Void> done : pool.invokeAll(tasks)) {
      done.get();
    }
  }

  private static Spool open(Path path) throws IOException {
    Spool.delete(path);
    return Spool.open(path, LIMITS, InstantSource.system());
  }
}
