package sluice.stage.sink;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.Predictions;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;

/**
 * A sink of a stream whose calls are made on other threads, such as a file. Thread-safe.
 *
 * <p>It is watched for progress: a single call that takes longer than {@link #STALL_LIMIT}, as on a
 * network's file system whose server is gone, makes it unhealthy, and with {@link
 * FailurePolicy#KEEP_STREAM} no longer holds the stream up: results that find no room are lost
 * until the call returns.
 */
public final class WorkerSink implements StreamSink {
  /** How long one call of a sink may take before the sink counts as hung. */
  public static final Duration STALL_LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WorkerSink.class);

  /** What becomes of the stream where its sink fails. */
  public enum FailurePolicy {
    /** The run ends with the sink's failure: without its output the work is in vain. */
    END_STREAM,
    /**
     * The stream goes on. The sink is opened again, with growing waits, for nothing but an end in
     * order ends it; results that come meanwhile count as lost.
     */
    KEEP_STREAM
  }

  private final String name;
  private final ResultSink sink;
  private final SinkWorker worker;
  private final FailurePolicy policy;
  private final AtomicBoolean opened = new AtomicBoolean();
  private final LongAdder refused = new LongAdder();
  private final LongAdder refusedWhileHung = new LongAdder();
  private final AtomicBoolean hung = new AtomicBoolean();
  private final Duration stallLimit;
  private final SinkSelection selection;
  private final RunIds ids;

  /**
   * A sink that isn't open yet.
   *
   * @param name as users know it
   * @param threads where it works
   * @param sink what does the work; taken over
   * @param capacity results that may wait, at least 1; each may hold a picture of the decoder's
   * @param whenFull what happens to results that come faster than they are written
   * @param policy what happens to the stream where the sink fails
   */
  public WorkerSink(
      String name,
      SinkThreads threads,
      ResultSink sink,
      int capacity,
      OverflowStrategy whenFull,
      FailurePolicy policy) {
    this(name, threads, sink, capacity, whenFull, policy, STALL_LIMIT);
  }

  /**
   * The same, of which the stream goes on where it fails, and which is told by filters.
   *
   * @param context what the sink knows of its stream
   * @param selection what it is told
   */
  public WorkerSink(
      String name, ResultSink sink, int capacity, SinkContext context, SinkSelection selection) {
    this.name = name;
    this.sink = sink;
    this.worker =
        new SinkWorker(
            name + "-" + context.stream(),
            sink,
            capacity,
            context.whenFull(),
            context.threads(),
            true);
    this.policy = FailurePolicy.KEEP_STREAM;
    this.stallLimit = STALL_LIMIT;
    this.selection = selection;
    this.ids = context.ids();
  }

  /** The same with another limit than {@link #STALL_LIMIT}. */
  WorkerSink(
      String name,
      SinkThreads threads,
      ResultSink sink,
      int capacity,
      OverflowStrategy whenFull,
      FailurePolicy policy,
      Duration stallLimit) {
    this.stallLimit = stallLimit;
    this.name = name;
    this.sink = sink;
    boolean reopens = policy == FailurePolicy.KEEP_STREAM;
    this.worker = new SinkWorker(name, sink, capacity, whenFull, threads, reopens);
    this.policy = policy;
    this.selection = SinkSelection.FRAMES;
    this.ids = new RunIds();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ResultReceiver forRun(SourceInfo source) {
    if (opened.compareAndSet(false, true)) {
      worker.start(source);
    }
    return switch (policy) {
      case END_STREAM -> new Failing();
      case KEEP_STREAM -> new Lossy();
    };
  }

  @Override
  public synchronized void happened(SceneEvent event) {
    if (selection.takes(event)) {
      tell(new SinkEvent.Scene(ids.current(), ids.number(event), event));
    }
  }

  @Override
  public synchronized void entered(StateChange change) {
    if (selection.takesStates()) {
      tell(new SinkEvent.State(ids.current(), ids.number(change), change));
    }
  }

  private void tell(SinkEvent event) {
    if (!worker.tell(event)) {
      refused.increment();
    }
  }

  @Override
  public SinkHealth health() {
    SinkHealth health = sink.health();
    boolean broken = worker.isFailing() || (worker.isStarted() && worker.hasEnded());
    boolean stalled = isStalled();
    return new SinkHealth(
        health.healthy() && !broken && !stalled,
        health.written(),
        health
            .losing(LossCause.TOO_SLOW, worker.discarded())
            .losing(LossCause.HUNG, refusedWhileHung.sum())
            .losing(LossCause.FAILED, worker.failed() + refused.sum())
            .losses(),
        stalled ? Optional.of(stallMessage()) : lastError(health, broken));
  }

  private Optional<String> lastError(SinkHealth health, boolean broken) {
    Optional<String> known = worker.failure().or(health::lastError);
    return broken ? known.or(() -> Optional.of("the sink has ended")) : known;
  }

  private String stallMessage() {
    return "it hangs: opening, writing or closing takes longer than "
        + stallLimit.toSeconds()
        + " s; check the place where its results go";
  }

  /** Whether it has been in one call for too long; the change is logged. */
  private boolean isStalled() {
    boolean stalled = worker.inCallFor().compareTo(stallLimit) > 0;
    if (hung.compareAndSet(!stalled, stalled)) {
      if (stalled) {
        LOG.warn("sink {}: {}", name, stallMessage());
      } else {
        LOG.info("sink {}: it goes on", name);
      }
    }
    return stalled;
  }

  @Override
  public CompletionStage<SinkReport> finish() {
    if (worker.isStarted()) {
      worker.complete();
    } else {
      worker.abort();
    }
    return worker.done();
  }

  @Override
  public void abandon() {
    worker.abort();
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
    private final @Nullable FrameSelection frames = selection.ofRun();
    private final StallWaiter waiter =
        new StallWaiter(WorkerSink.this::isStalled, worker::inCallFor, stallLimit);

    @Override
    public boolean offer(FrameResult result) {
      return frames == null ? offer(result, result.predictions()) : offer(result, frames);
    }

    private boolean offer(FrameResult result, FrameSelection chooser) {
      Predictions told = chooser.choose(result.frame().timestampNanos(), result.predictions());
      if (told == null) {
        return true;
      }
      boolean taken = offer(result, told);
      if (taken) {
        chooser.accepted();
      }
      return taken;
    }

    private boolean offer(FrameResult result, Predictions told) {
      if (worker.offer(result, told)) {
        return true;
      }
      if (worker.hasEnded()) {
        refused.increment();
        return true;
      }
      if (isStalled()) {
        refusedWhileHung.increment();
        return true;
      }
      return false;
    }

    @Override
    public void whenSpace(Runnable wake) {
      worker.whenSpace(waiter.orWhenStalled(wake));
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
