package sluice.app.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.FileFailure;

/**
 * Keeps counts of lines over a restart of the service, in a file of its data directory or by the
 * cluster: written on a thread of its own, at intervals, and only where they have changed.
 * Thread-safe.
 */
public final class CountsKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CountsKeeper.class);
  private static final String FILE = "counts.json";

  /** What may be lost where the process is killed. */
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** How long a disk that hangs may keep the service from ending. */
  private static final Duration LAST_WRITE = Duration.ofSeconds(5);

  private final CountsStore store;
  private final Supplier<KeptCounts> counts;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sluice-counts").factory());
  private KeptCounts written;
  private boolean failed;

  private CountsKeeper(CountsStore store, Supplier<KeptCounts> counts, KeptCounts written) {
    this.store = store;
    this.counts = counts;
    this.written = written;
  }

  /**
   * Lets scenes go on with the counts that were kept, and keeps theirs from now on. Where the file
   * can't be read, that is logged, and counts begin at 0.
   *
   * @param folder the data directory, which this process alone has
   */
  public static CountsKeeper of(Path folder, StreamScenes scenes) {
    return of(folder, scenes, INTERVAL);
  }

  /**
   * The same with another interval.
   *
   * @param interval between looks whether counts have changed
   */
  static CountsKeeper of(Path folder, StreamScenes scenes, Duration interval) {
    return of(new CountsFile(folder.resolve(FILE)), scenes, interval);
  }

  /** The same where the cluster keeps them. */
  public static CountsKeeper of(ClusterCountsStore store, StreamScenes scenes) {
    return of(store, scenes, INTERVAL);
  }

  static CountsKeeper of(CountsStore store, StreamScenes scenes, Duration interval) {
    KeptCounts kept = read(store);
    scenes.restore(kept);
    CountsKeeper keeper = new CountsKeeper(store, scenes::counts, kept);
    var _ =
        keeper.writer.scheduleWithFixedDelay(
            keeper::write, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return keeper;
  }

  private static KeptCounts read(CountsStore store) {
    try {
      return store.read();
    } catch (IOException e) {
      LOG.error(
          "{} can't be read: {}; counts of lines begin at 0, and replace it",
          store.name(),
          e instanceof JsonProcessingException ? "it is damaged" : FileFailure.reason(e));
      return KeptCounts.NONE;
    }
  }

  /** Says once that it fails, and goes on trying. */
  private synchronized void write() {
    KeptCounts now = counts.get();
    if (now.equals(written)) {
      return;
    }
    try {
      store.write(now);
      written = now;
      if (failed) {
        LOG.info("{} is written again", store.name());
      }
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn(
            "{} can't be written: {}; counts of lines are lost where the service ends (expected:"
                + " room, and a folder that can be written); it is tried again",
            store.name(),
            FileFailure.reason(e));
      }
      failed = true;
    }
  }

  /** Writes for the last time. */
  @Override
  public void close() {
    writer.execute(this::write);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(LAST_WRITE.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("{} is not written: the disk hangs", store.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
