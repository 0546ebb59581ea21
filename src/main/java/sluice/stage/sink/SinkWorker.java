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
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.Predictions;
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
  private final SinkQueue entries;
  private final CompletableFuture<SinkReport> done = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong failed = new AtomicLong();
  private final boolean reopens;
  private final Backoff delay = ReopenDelay.create();
  private @Nullable SinkEntry next;
  private volatile @Nullable SourceInfo source;
  private boolean opened;
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
    this.entries = new SinkQueue(capacity, whenFull);
  }

  /**
   * Starts the thread, which opens the sink first. Does nothing when the worker was aborted
   * already.
   *
   * @throws IllegalStateException when it was started before
   */
  public void start(SourceInfo source) {
    boolean first = this.source == null;
    this.source = source;
    if (!launch() && !first && !entries.isClosed()) {
      throw new IllegalStateException(name + " was started before");
    }
  }

  private boolean launch() {
    boolean isFirst = started.compareAndSet(false, true);
    if (isFirst) {
      Thread.ofPlatform().name(name).daemon(true).start(this::run);
    }
    return isFirst;
  }

  /**
   * Gives the sink an event. It starts the thread where that wasn't started yet: the sink is opened
   * with the first result then. An event without room is lost and counts as {@link #discarded}.
   *
   * @return false when the sink has ended
   */
  boolean tell(SinkEvent event) {
    boolean accepted = entries.add(event);
    launch();
    return accepted;
  }

  /**
   * Gives the sink its share of a result, which stays the caller's.
   *
   * @return false when there is no room (see {@link #whenSpace}) or the sink has ended (see {@link
   *     #hasEnded})
   */
  public boolean offer(FrameResult result) {
    return offer(result, result.predictions());
  }

  /** The same, where the sink is told of some of the result's predictions. */
  boolean offer(FrameResult result, Predictions told) {
    SinkItem item = SinkItem.of(result, told, sink.wantsPicture());
    boolean accepted = entries.offer(item);
    if (!accepted) {
      item.close();
    }
    return accepted;
  }

  /**
   * Results so far that newer ones replaced before they could be written, and events without room.
   */
  public long discarded() {
    return entries.lost();
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
    entries.whenSpace(wake);
  }

  /** Whether the sink takes nothing more, because it failed, was aborted or is finished. */
  public boolean hasEnded() {
    return entries.isClosed();
  }

  /** Says that no more results follow: those that wait are written, and the output is finished. */
  public void complete() {
    entries.complete();
  }

  /**
   * Gives the output up: results that wait are discarded, and what was written stays as {@link
   * ResultSink#abort} leaves it.
   */
  public void abort() {
    entries.close();
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

  /** Whether its thread was started, or it was aborted before. */
  boolean isStarted() {
    return started.get();
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

  private void run() {
    calls.begin(); // the sink's thread does nothing else that can hang
    try {
      SinkReport report = work();
      entries.close();
      done.complete(report);
    } catch (Throwable e) {
      entries.close();
      done.completeExceptionally(failure(e, abortQuietly()));
    } finally {
      closeNext();
      calls.end();
    }
  }

  private void closeNext() {
    SinkEntry entry = next;
    next = null;
    if (entry != null) {
      entry.close();
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

  private SinkReport work() throws InterruptedException {
    if (entries.isClosed()) {
      return report(0, false, Optional.empty());
    }
    long written = 0;
    boolean mayFollow = true;
    while (mayFollow) {
      try {
        open();
        while (writeNext()) {
          written++;
        }
        mayFollow = false;
      } catch (RuntimeException | Error e) {
        if (!reopens) {
          throw e;
        }
        opened = false;
        afterFailure(failure(e, abortQuietly()));
      }
    }
    return entries.isClosed()
        ? report(written, false, sink.abort())
        : report(written, true, sink.finish());
  }

  private boolean writeNext() throws InterruptedException {
    try (SinkEntry entry = take()) {
      if (entry == null) {
        return false;
      }
      write(entry);
      return true;
    }
  }

  /** Opens the sink once, as soon as the source is known. */
  private void open() {
    SourceInfo known = source;
    if (!opened && known != null) {
      sink.open(known);
      opened = true;
    }
  }

  private void write(SinkEntry entry) {
    boolean written = false;
    try {
      switch (entry) {
        case SinkItem item -> {
          open();
          sink.write(item);
        }
        case SinkEvent event -> sink.write(event);
      }
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

  private @Nullable SinkEntry take() throws InterruptedException {
    SinkEntry entry = next;
    next = null;
    if (entry != null) {
      return entry;
    }
    calls.end();
    try {
      return entries.take();
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
    SinkEntry entry = take();
    while (entry != null && System.nanoTime() - start < wait.toNanos()) {
      entry.close();
      failed.incrementAndGet();
      entry = take();
    }
    if (entry == null) {
      throw failure;
    }
    next = entry;
  }

  private SinkReport report(long written, boolean complete, Optional<Path> file) {
    return new SinkReport(written, discarded(), complete, file);
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
