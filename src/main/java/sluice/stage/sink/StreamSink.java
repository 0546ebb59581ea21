package sluice.stage.sink;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SourceInfo;

/**
 * A sink of a stream, on a thread of its own, which outlives the runs of the stream: the first run
 * opens it, {@link #finish} closes it, once. Its health may be asked at any time. Thread-safe.
 */
public final class StreamSink {

  /** What becomes of the stream where its sink fails. */
  public enum FailurePolicy {
    /** The run ends with the sink's failure: without its output the work is in vain. */
    END_STREAM,
    /** The stream goes on, and results that the sink doesn't take any more count as lost. */
    KEEP_STREAM
  }

  private final String name;
  private final ResultSink sink;
  private final SinkWorker worker;
  private final FailurePolicy policy;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong refused = new AtomicLong();

  /**
   * A sink that isn't open yet.
   *
   * @param name as users know it
   * @param thread name of the thread that it works on
   * @param sink what does the work; taken over
   * @param capacity results that may wait, at least 1; each may hold a picture of the decoder's
   * @param whenFull what happens to results that come faster than they are written
   * @param policy what happens to the stream where the sink fails
   */
  public StreamSink(
      String name,
      String thread,
      ResultSink sink,
      int capacity,
      OverflowStrategy whenFull,
      FailurePolicy policy) {
    this.name = name;
    this.sink = sink;
    this.worker = new SinkWorker(thread, sink, capacity, whenFull);
    this.policy = policy;
  }

  /** What users call it. */
  public String name() {
    return name;
  }

  /**
   * What takes the results of one run; the first one opens the sink.
   *
   * @param source what that run reads
   */
  public ResultReceiver forRun(SourceInfo source) {
    if (started.compareAndSet(false, true)) {
      worker.start(source);
    }
    return switch (policy) {
      case END_STREAM -> new Failing();
      case KEEP_STREAM -> new Lossy();
    };
  }

  /** Its health, with what its queue had to drop. */
  public SinkHealth health() {
    SinkHealth health = sink.health();
    boolean broken = started.get() && worker.hasEnded();
    return new SinkHealth(
        health.healthy() && !broken,
        health.written(),
        health.lost() + worker.discarded() + refused.get(),
        broken
            ? health.lastError().or(worker::failure).or(() -> Optional.of("the sink has ended"))
            : health.lastError());
  }

  /**
   * Writes what waits and closes the output; one that no run has opened is aborted untouched.
   *
   * @return what was done, or the failure that ended the sink
   */
  public CompletionStage<SinkReport> finish() {
    if (started.compareAndSet(false, true)) {
      worker.abort();
    } else {
      worker.complete();
    }
    return worker.done();
  }

  /** A run's side of a sink whose failure ends the run. */
  private final class Failing implements ResultReceiver {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    Failing() {
      var _ =
          worker
              .done()
              .whenComplete(
                  (report, failure) -> {
                    if (failure != null) {
                      done.completeExceptionally(failure);
                    }
                  });
    }

    @Override
    public boolean offer(FrameResult result) {
      return worker.offer(result);
    }

    @Override
    public void whenSpace(Runnable wake) {
      worker.whenSpace(
          () -> {
            if (!worker.hasEnded()) {
              wake.run();
            }
          });
    }

    @Override
    public void complete() {
      done.complete(null);
    }

    @Override
    public CompletionStage<Void> done() {
      return done.minimalCompletionStage();
    }
  }

  /** A run's side of a sink whose end is no concern of the run. */
  private final class Lossy implements ResultReceiver {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public boolean offer(FrameResult result) {
      if (worker.offer(result)) {
        return true;
      }
      if (worker.hasEnded()) {
        refused.incrementAndGet();
        return true;
      }
      return false;
    }

    @Override
    public void whenSpace(Runnable wake) {
      worker.whenSpace(wake);
    }

    @Override
    public void complete() {
      done.complete(null);
    }

    @Override
    public CompletionStage<Void> done() {
      return done.minimalCompletionStage();
    }
  }
}
