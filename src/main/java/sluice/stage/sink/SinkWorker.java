package sluice.stage.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.util.Backoff;

/**
 * Worker that runs a sink on a thread of its own. Results are offered from any one thread and wait
 * in a small bounded queue; every item that is made for the sink is closed exactly once, whether it
 * was written, replaced, or left over after a failure.
 *
 * <p>Life: {@link #start}, {@link #offer} as often as there are results, then {@link #complete}
 * (the output is finished) or {@link #abort} (it is discarded). A sink that fails ends the worker,
 * or is opened again after a while. {@link #done} reports the end. All methods may be called from
 * any thread, none blocks.
 */
public final class SinkWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);

  private final String name;
  private final ResultSink sink;
  private final OverflowStrategy whenFull;
  private final HandOffQueue<SinkItem> items;
  private final CompletableFuture<SinkReport> done = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong discarded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final boolean reopens;
  private final Backoff delay = ReopenDelay.create();
  private @Nullable SinkItem next;
  private volatile boolean failing;
  private volatile @Nullable SluiceException lastFailure;

  private final CallTimer calls = new CallTimer();

  /**
   * A worker that waits to be started.
   *
   * @param name of the thread
   * @param sink what it runs; the worker ends its life
   * @param capacity results that may wait, at least 1; each may hold a picture of the decoder's
   * @param whenFull whether {@link #offer} refuses when it is full (nothing gets lost), or replaces
   *     the oldest
   */
  public SinkWorker(String name, ResultSink sink, int capacity, OverflowStrategy whenFull) {
    this(name, sink, capacity, whenFull, false);
  }

  /**
   * The same.
   *
   * @param reopens whether a sink that fails is opened again, at first after a second; results that
   *     come meanwhile are discarded and count as {@link #failed}
   */
  SinkWorker(
      String name, ResultSink sink, int capacity, OverflowStrategy whenFull, boolean reopens) {
    this.reopens = reopens;
    this.name = name;
    this.sink = sink;
    this.whenFull = whenFull;
    this.items = new HandOffQueue<>(capacity, whenFull, this::discard);
  }

  private void discard(SinkItem item, HandOffQueue.Reason reason) {
    if (reason == HandOffQueue.Reason.REPLACED) {
      discarded.incrementAndGet();
    }
    item.close();
  }

  /**
   * Starts the thread, which opens the sink first. Does nothing when the worker was aborted
   * already.
   *
   * @throws IllegalStateException when it was started before
   */
  public void start(SourceInfo source) {
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().name(name).daemon(true).start(() -> run(source));
    } else if (!items.isClosed()) {
      throw new IllegalStateException(name + " was started before");
    }
  }

  /**
   * Gives the sink its share of a result, which stays the caller's.
   *
   * @return false when there is no room (see {@link #whenSpace}) or the sink has ended (see {@link
   *     #hasEnded})
   */
  public boolean offer(FrameResult result) {
    SinkItem item = SinkItem.of(result, sink.wantsPicture());
    if (whenFull == OverflowStrategy.DROP_OLDEST) {
      return replaceOldest(item);
    }
    boolean accepted = items.offer(item);
    if (!accepted) {
      item.close();
    }
    return accepted;
  }

  private boolean replaceOldest(SinkItem item) {
    try {
      return items.put(item);
    } catch (InterruptedException e) {
      throw new AssertionError("a hand-over that replaces never waits", e);
    }
  }

  /** Results so far that newer ones replaced before they could be written. */
  public long discarded() {
    return discarded.get();
  }

  /** Results so far that were discarded because of a failure of a sink that is opened again. */
  long failed() {
    return failed.get();
  }

  /** Whether a sink that is opened again has failed, and has written nothing since. */
  boolean isFailing() {
    return failing;
  }

  /**
   * Calls back once, as soon as there is room or the sink has ended; at once if that is so already.
   * A later call replaces an earlier.
   */
  public void whenSpace(Runnable wake) {
    items.whenSpace(wake);
  }

  /** Whether the sink takes nothing more, because it failed, was aborted or is finished. */
  public boolean hasEnded() {
    return items.isClosed();
  }

  /** Says that no more results follow: those that wait are written, and the output is finished. */
  public void complete() {
    items.complete();
  }

  /**
   * Gives the output up: results that wait are discarded, and what was written stays as {@link
   * ResultSink#abort} leaves it.
   */
  public void abort() {
    items.close();
    if (started.compareAndSet(false, true)) {
      done.complete(report(0, false, Optional.empty()));
    }
  }

  /**
   * Reports the end, when nothing is held any more: a report once the sink was finished or aborted,
   * or the {@link SluiceException} that ended it. Completed on the sink's thread, which is about to
   * leave.
   */
  public CompletionStage<SinkReport> done() {
    return done.minimalCompletionStage();
  }

  /**
   * How long its thread has been in one call of the sink, such as one write; zero while in none.
   */
  Duration inCallFor() {
    return calls.elapsed();
  }

  /**
   * What ended the sink before its time, or what it failed with the last time it was opened again,
   * in one line.
   */
  Optional<String> failure() {
    SluiceException last = lastFailure;
    if (last != null) {
      return Optional.of(String.valueOf(last.getMessage()));
    }
    return done.isCompletedExceptionally()
        ? Optional.ofNullable(done.exceptionNow().getMessage())
        : Optional.empty();
  }

  private void run(SourceInfo source) {
    calls.begin(); // the sink's thread does nothing else that can hang
    try {
      SinkReport report = work(source);
      items.close();
      done.complete(report);
    } catch (Throwable e) {
      items.close();
      done.completeExceptionally(failure(e, abortQuietly()));
    } finally {
      closeNext();
      calls.end();
    }
  }

  private void closeNext() {
    SinkItem item = next;
    next = null;
    if (item != null) {
      item.close();
    }
  }

  private Optional<Path> abortQuietly() {
    try {
      return sink.abort();
    } catch (RuntimeException | Error e) {
      LOG.warn("{} did not end in order: {}", name, Failures.reason(e));
      return Optional.empty();
    }
  }

  private SinkReport work(SourceInfo source) throws InterruptedException {
    if (items.isClosed()) {
      return report(0, false, Optional.empty());
    }
    long written = 0;
    boolean mayFollow = true;
    while (mayFollow) {
      try {
        sink.open(source);
        while (writeNext()) {
          written++;
        }
        mayFollow = false;
      } catch (RuntimeException | Error e) {
        if (!reopens) {
          throw e;
        }
        afterFailure(failure(e, abortQuietly()));
      }
    }
    return items.isClosed()
        ? report(written, false, sink.abort())
        : report(written, true, sink.finish());
  }

  private boolean writeNext() throws InterruptedException {
    try (SinkItem item = take()) {
      if (item == null) {
        return false;
      }
      write(item);
      return true;
    }
  }

  private void write(SinkItem item) {
    boolean written = false;
    try {
      sink.write(item);
      written = true;
    } finally {
      if (written) {
        failing = false;
        delay.reset();
      } else if (reopens) {
        failed.incrementAndGet();
      }
    }
  }

  private @Nullable SinkItem take() throws InterruptedException {
    SinkItem item = next;
    next = null;
    if (item != null) {
      return item;
    }
    calls.end();
    try {
      return items.take();
    } finally {
      calls.begin();
    }
  }

  /**
   * Waits until the sink may be opened again, which is with the first result after the wait;
   * earlier ones are discarded.
   *
   * @throws SluiceException the failure, when no more results follow
   */
  private void afterFailure(SluiceException failure) throws InterruptedException {
    if (!failing) {
      LOG.warn("{}; it is opened again", failure.getMessage(), failure);
    }
    failing = true;
    lastFailure = failure;
    long start = System.nanoTime();
    Duration wait = delay.next();
    SinkItem item = take();
    while (item != null && System.nanoTime() - start < wait.toNanos()) {
      item.close();
      failed.incrementAndGet();
      item = take();
    }
    if (item == null) {
      throw failure;
    }
    next = item;
  }

  private SinkReport report(long written, boolean complete, Optional<Path> file) {
    return new SinkReport(written, discarded.get(), complete, file);
  }

  private SluiceException failure(Throwable cause, Optional<Path> left) {
    String kept = left.map(file -> "; what was written until then is in " + file).orElse("");
    if (cause instanceof SluiceException known && left.isEmpty()) {
      return known;
    }
    return cause instanceof SluiceException known
        ? new SluiceException(known.code(), known.getMessage() + kept, known)
        : new SluiceException(
            ErrorCode.INTERNAL, name + " failed: " + Failures.reason(cause) + kept, cause);
  }
}
