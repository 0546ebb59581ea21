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
 * Worker that runs a sink on {@link SinkThreads}, one call after the other. Results are offered
 * from any one thread and wait in a small bounded queue; every item that is made for the sink is
 * closed exactly once, whether it was written, replaced, or left over after a failure.
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
  private final SerialTask task;
  private final CompletableFuture<SinkReport> done = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong failed = new AtomicLong();
  private final boolean reopens;
  private volatile @Nullable SourceInfo source;
  private volatile boolean failing;
  private volatile @Nullable SluiceException lastFailure;

  // Of the task's steps alone.
  private final Backoff delay = ReopenDelay.create();
  private boolean begun;
  private boolean opened;
  private long written;
  private @Nullable Closed closed;

  /**
   * A sink that failed and is opened again.
   *
   * @param failure why
   * @param at when, by {@link System#nanoTime}
   * @param pause from then on
   */
  private record Closed(SluiceException failure, long at, Duration pause) {
    boolean isOver() {
      return System.nanoTime() - at >= pause.toNanos();
    }
  }

  /**
   * A worker that waits to be started.
   *
   * @param name for messages
   * @param sink what it runs; the worker ends its life
   * @param capacity results that may wait, at least 1; each may hold a picture of the decoder's
   * @param whenFull whether {@link #offer} refuses when it is full (nothing gets lost), or replaces
   *     the oldest
   * @param threads where the sink is called
   */
  public SinkWorker(
      String name, ResultSink sink, int capacity, OverflowStrategy whenFull, SinkThreads threads) {
    this(name, sink, capacity, whenFull, threads, false);
  }

  /**
   * The same.
   *
   * @param reopens whether a sink that fails is opened again, at first after a second; results that
   *     come meanwhile are discarded and count as {@link #failed}
   */
  SinkWorker(
      String name,
      ResultSink sink,
      int capacity,
      OverflowStrategy whenFull,
      SinkThreads threads,
      boolean reopens) {
    this.reopens = reopens;
    this.name = name;
    this.sink = sink;
    this.entries = new SinkQueue(capacity, whenFull);
    this.task = threads.task(name, this::step);
  }

  /**
   * Opens the sink, soon. Does nothing when the worker was aborted already.
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
      task.wake();
    }
    return isFirst;
  }

  private void wake() {
    if (started.get()) {
      task.wake();
    }
  }

  /**
   * Gives the sink an event. It starts the worker where that wasn't started yet: the sink is opened
   * with the first result then. An event without room is lost and counts as {@link #discarded}.
   *
   * @return false when the sink has ended
   */
  boolean tell(SinkEvent event) {
    boolean accepted = entries.add(event);
    if (accepted) {
      launch();
      wake();
    }
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
    if (accepted) {
      wake();
    } else {
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
    wake();
  }

  /**
   * Gives the output up: results that wait are discarded, and what was written stays as {@link
   * ResultSink#abort} leaves it.
   */
  public void abort() {
    entries.close();
    if (started.compareAndSet(false, true)) {
      done.complete(report(false, Optional.empty()));
    } else {
      task.wake();
    }
  }

  /**
   * Reports the end, when nothing is held any more: a report once the sink was finished or aborted,
   * or the {@link SluiceException} that ended it. Completed on a thread of the sinks', which must
   * not be held up.
   */
  public CompletionStage<SinkReport> done() {
    return done.minimalCompletionStage();
  }

  /** Whether it was started, or aborted before. */
  boolean isStarted() {
    return started.get();
  }

  /** How long it has been in one call of the sink, such as one write; zero while in none. */
  Duration inCallFor() {
    return task.inStepFor();
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

  /** One call of the sink, where there is one to make. */
  private boolean step() {
    if (done.isDone()) {
      return false;
    }
    try {
      return advance();
    } catch (Throwable e) {
      return afterFailure(failure(e, abortQuietly()));
    }
  }

  private boolean advance() {
    if (!begun) {
      begun = true;
      if (entries.isClosed()) {
        end(report(false, Optional.empty()));
      } else {
        open();
      }
      return true;
    }
    SinkEntry entry = entries.poll();
    if (entry != null) {
      take(entry);
      return true;
    }
    if (!entries.isAtEnd()) {
      return false;
    }
    finish();
    return false;
  }

  /** Opens the sink once, as soon as the source is known. */
  private void open() {
    SourceInfo known = source;
    if (!opened && known != null) {
      sink.open(known);
      opened = true;
    }
  }

  /** What comes while a sink that failed stays closed is discarded. */
  private void take(SinkEntry entry) {
    try (entry) {
      if (closed != null && !closed.isOver()) {
        failed.incrementAndGet();
        return;
      }
      boolean again = closed != null;
      closed = null;
      write(entry, again);
    }
  }

  private void write(SinkEntry entry, boolean again) {
    boolean success = false;
    try {
      if (again || entry instanceof SinkItem) {
        open();
      }
      switch (entry) {
        case SinkItem item -> sink.write(item);
        case SinkEvent event -> sink.write(event);
      }
      success = true;
    } finally {
      if (success) {
        written++;
        failing = false;
        delay.reset();
      } else if (reopens) {
        failed.incrementAndGet();
      }
    }
  }

  private void finish() {
    Closed before = closed;
    if (before != null) {
      end(before.failure());
    } else if (entries.isClosed()) {
      end(report(false, sink.abort()));
    } else {
      end(report(true, sink.finish()));
    }
  }

  private void end(SinkReport report) {
    entries.close();
    done.complete(report);
  }

  private void end(SluiceException failure) {
    entries.close();
    done.completeExceptionally(failure);
  }

  /** A sink that is opened again stays closed for a while; it ends where nothing more comes. */
  private boolean afterFailure(SluiceException failure) {
    if (!reopens || entries.isAtEnd()) {
      end(failure);
      return false;
    }
    if (!failing) {
      LOG.warn("{}; it is opened again", failure.getMessage(), failure);
    }
    failing = true;
    lastFailure = failure;
    opened = false;
    closed = new Closed(failure, System.nanoTime(), delay.next());
    return true;
  }

  private Optional<Path> abortQuietly() {
    try {
      return sink.abort();
    } catch (RuntimeException | Error e) {
      LOG.warn("{} did not end in order: {}", name, Failures.reason(e));
      return Optional.empty();
    }
  }

  private SinkReport report(boolean complete, Optional<Path> file) {
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
