package sluice.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedSegment;
import sluice.core.util.FileFailure;
import sluice.recording.files.MotionMark;
import sluice.recording.files.SegmentFile;
import sluice.recording.index.RecordingIndex;

/**
 * Makes finished files safe on the disk, and adds them to the index. A disk takes up to seconds for
 * a file, and takes several at a time in not much more: so that is done on a few threads of its
 * own, and what is recorded meanwhile doesn't wait for it. Thread-safe; closed once.
 */
final class SegmentFinisher {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentFinisher.class);
  private static final int THREADS = 4;

  /** Files that wait for a thread; who finishes one more does it itself. */
  private static final int MOST_WAITING = 64;

  /** Rows that wait for an index that can't be written; what comes beyond, the next start finds. */
  private static final int MOST_ROWS = 1_000;

  private final Path folder;
  private final RecordingIndex index;
  private final StoreRoom room;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("sluice-recording-finish-", 0).factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());
  private final Deque<FinishedSegment> rows = new ArrayDeque<>();

  /** Completed once all that was given is finished; guarded by this. */
  private CompletableFuture<Void> given = CompletableFuture.completedFuture(null);

  private volatile boolean incomplete;

  /**
   * A finisher to which nothing was given.
   *
   * @param folder the store's
   * @param index stays the caller's
   */
  SegmentFinisher(Path folder, RecordingIndex index, StoreRoom room) {
    this.folder = folder;
    this.index = index;
    this.room = room;
    threads.allowCoreThreadTimeOut(true);
  }

  /** Takes over a file, with at least one fragment. */
  void finish(SegmentFile file, FinishedSegment row) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      given = CompletableFuture.allOf(given, done);
    }
    threads.execute(
        () -> {
          try {
            make(file, row);
          } catch (RuntimeException e) {
            incomplete = true;
            LOG.error("recordings: {}: a fault of Sluice itself", row.file(), e);
          } finally {
            done.complete(null);
          }
        });
  }

  /** Completed once what was given so far is finished, or has failed. */
  synchronized CompletableFuture<Void> finished() {
    return given;
  }

  private void make(SegmentFile file, FinishedSegment row) {
    try (file) {
      long began = System.nanoTime();
      file.finish();
      room.synced(System.nanoTime() - began);
    } catch (IOException e) {
      incomplete = true;
      LOG.error(
          "recordings: {} could not be finished ({}); the next start looks at it",
          row.file(),
          FileFailure.reason(e));
      return;
    }
    try {
      add(row);
    } catch (SluiceException e) {
      keep(row, e);
    }
  }

  private void add(FinishedSegment row) {
    RecordedSegment added =
        index.addSegment(
            row.run(),
            row.file(),
            row.startsAt(),
            row.endsAt(),
            row.mediaStart(),
            row.initBytes(),
            row.bytes(),
            row.forEvent());
    if (index.hasMotion(added)) {
      mark(row.file());
    }
    room.grown(row.bytes());
  }

  private void mark(String file) {
    try {
      MotionMark.put(folder.resolve(file));
    } catch (IOException e) {
      LOG.warn(
          "recordings: {} can't be marked as one with motion: {}", file, FileFailure.reason(e));
    }
  }

  private void keep(FinishedSegment row, SluiceException failure) {
    boolean first;
    synchronized (rows) {
      first = rows.isEmpty();
      if (rows.size() < MOST_ROWS) {
        rows.add(row);
      } else {
        incomplete = true;
      }
    }
    if (first) {
      LOG.error("recordings: {}; what is recorded is added to it later", failure.getMessage());
    }
  }

  /** Adds what could not be added before, as far as that goes. Blocks on the disk. */
  void retry() {
    int left;
    synchronized (rows) {
      left = rows.size();
    }
    for (; left > 0; left--) {
      FinishedSegment row;
      synchronized (rows) {
        row = rows.peek();
      }
      if (row == null) {
        return;
      }
      try {
        add(row);
      } catch (SluiceException e) {
        LOG.debug("the index of recordings still can't be written: {}", e.getMessage());
        return;
      }
      synchronized (rows) {
        rows.remove(row);
      }
    }
  }

  /** Whether files are on the disk that the index isn't told of. */
  boolean isIncomplete() {
    synchronized (rows) {
      return incomplete || !rows.isEmpty();
    }
  }

  /**
   * Finishes what was given; nothing may be given any more.
   *
   * @return false where that takes longer than the limit, and goes on
   */
  boolean close(Duration limit) throws InterruptedException {
    threads.shutdown();
    boolean ended = threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      retry();
    }
    return ended;
  }
}
