package sluice.app.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.pipeline.FeedThread;
import sluice.pipeline.ReaderFeed;
import sluice.pipeline.ResultReceiver;
import sluice.pipeline.RunEnd;
import sluice.pipeline.StreamParts;
import sluice.pipeline.StreamRun;
import sluice.service.model.OpenModel;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamSpec;
import sluice.stage.source.Delivery;
import sluice.stage.source.FrameReader;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceSettings;

/**
 * A source that is being read, and the graphs that work on its frames: one after the other, each
 * for one generation of a model, with the same decoder thread and ledger. Thread-safe.
 */
final class SourceRun implements ActiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRun.class);

  private final String id;
  private final ClassicActorSystemProvider system;
  private final StreamOutputs outputs;
  private final LivenessObserver life;
  private final SourceSettings settings;
  private final FrameLedger ledger = new FrameLedger();
  private final FrameReader reader;
  private final FeedThread reading;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  private final Object lock = new Object();

  /** Completes when the next graph may take the feed over, with false when there is none to be. */
  private CompletionStage<Boolean> turn = CompletableFuture.completedStage(true);

  private @Nullable StreamRun current;
  private @Nullable SourceInfo source;
  private @Nullable SluiceException aborted;

  /** How many models the run has been attached to. */
  private int attachments;

  private boolean returned;
  private boolean stopped;
  private boolean over;

  private SourceRun(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      LivenessObserver life,
      ClassicActorSystemProvider system) {
    this.id = spec.id();
    this.system = system;
    this.outputs = outputs;
    this.life = life;
    this.settings = opener.settings();
    this.reader = new FrameReader(id, settings, opener, ledger, life, PaceClock.SYSTEM);
    this.reading = FeedThread.start(id, new ReaderFeed(reader));
  }

  /** Begins to open and read. */
  static SourceRun start(
      StreamSpec spec,
      GuardedOpener opener,
      StreamOutputs outputs,
      LivenessObserver life,
      ClassicActorSystemProvider system) {
    SourceRun run = new SourceRun(spec, opener, outputs, life, system);
    var _ = run.reading.returned().thenRun(run::feedReturned);
    return run;
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return reader
        .opened()
        .thenApply(
            info -> {
              synchronized (lock) {
                source = info;
              }
              return info;
            });
  }

  @Override
  public CompletionStage<Void> attach(OpenModel model, StreamSpec spec) {
    if (!(model instanceof ServiceModel mine)) {
      throw new IllegalArgumentException("a model of somebody else's: " + model);
    }
    CompletableFuture<Void> free = new CompletableFuture<>();
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    CompletionStage<Boolean> before;
    StreamRun running;
    int number;
    synchronized (lock) {
      if (over) {
        free.complete(null);
        return free;
      }
      number = ++attachments;
      before = turn;
      turn = next;
      running = current;
    }
    if (running != null) {
      running.detach();
    }
    var _ =
        before.thenAccept(
            mayTakeOver -> {
              if (mayTakeOver) {
                takeOver(mine, spec, number, free, next);
              } else {
                free.complete(null);
                next.complete(false);
              }
            });
    return free;
  }

  private void takeOver(
      ServiceModel model,
      StreamSpec spec,
      int number,
      CompletableFuture<Void> free,
      CompletableFuture<Boolean> next) {
    StreamRun run;
    try {
      run = StreamRun.start(parts(model, spec), system);
    } catch (RuntimeException failure) {
      free.complete(null);
      next.complete(false);
      endWithoutGraph(known(failure));
      return;
    }
    boolean anotherWaits;
    SluiceException cause;
    synchronized (lock) {
      current = run;
      anotherWaits = attachments > number;
      cause = aborted;
    }
    if (cause != null) {
      run.abort(cause);
    } else if (anotherWaits) {
      run.detach();
    }
    var _ = run.modelFree().thenRun(() -> free.complete(null));
    var _ =
        run.ended()
            .thenAccept(
                end -> {
                  next.complete(end.detached());
                  if (!end.detached()) {
                    finish(end);
                  }
                });
  }

  private StreamParts parts(ServiceModel model, StreamSpec spec) {
    SourceInfo info;
    synchronized (lock) {
      info = source;
    }
    if (info == null) {
      throw new IllegalStateException("stream " + id + ": its source is not open");
    }
    boolean latest = settings.effectiveDelivery() == Delivery.LATEST;
    Duration maxAge = latest ? spec.config().maxAge() : null;
    List<ResultReceiver> outlets = outputs.forRun(info);
    return new StreamParts(
        id,
        reading,
        ledger,
        model.preparation(),
        model.join(maxAge),
        model.postprocessor(spec.config()),
        outlets,
        life);
  }

  @Override
  public long activity() {
    return life.count();
  }

  @Override
  public boolean mayBeSilent() {
    SourceInfo info;
    synchronized (lock) {
      info = source;
      if (returned) {
        return true; // the last frames are being finished
      }
    }
    boolean waitsForRoom =
        settings.effectiveDelivery() == Delivery.EVERY && reader.frames().size() > 0;
    boolean playsAtItsPace = info != null && settings.realtime() && !info.live();
    return waitsForRoom || playsAtItsPace;
  }

  @Override
  public void stop() {
    boolean last;
    synchronized (lock) {
      stopped = true;
      last = returned && attachments == 0;
    }
    reader.stop();
    if (last) {
      conclude(null);
    }
  }

  @Override
  public void abort(SluiceException cause) {
    StreamRun run;
    boolean last;
    synchronized (lock) {
      aborted = cause;
      run = current;
      last = returned && attachments == 0;
    }
    if (run != null) {
      run.abort(cause);
    }
    reader.stop();
    if (last) {
      conclude(cause);
    }
  }

  @Override
  public CompletionStage<Outcome> ended() {
    return ended.minimalCompletionStage();
  }

  /** A recording that was read to its end before its model was ready still waits for that. */
  private void feedReturned() {
    Throwable failure = reader.frames().failure();
    boolean last;
    synchronized (lock) {
      returned = true;
      failure = aborted == null ? failure : aborted;
      last = attachments == 0 && (failure != null || stopped);
    }
    if (last) {
      conclude(failure);
    }
  }

  /** A graph could not be started: nobody will take the frames. */
  private void endWithoutGraph(SluiceException failure) {
    reader.stop();
    reader.frames().close();
    var _ = reading.returned().thenRun(() -> conclude(failure));
  }

  private void finish(RunEnd end) {
    if (end.failure() == null && end.leftOvers() > 0) {
      LOG.warn("stream {}: {} frames were lost on the way and closed", id, end.leftOvers());
    }
    conclude(end.failure());
  }

  private void conclude(@Nullable Throwable failure) {
    synchronized (lock) {
      over = true;
    }
    reader.frames().close();
    ledger.closeLeftOvers();
    ended.complete(new Outcome(Optional.ofNullable(failure).map(this::known)));
  }

  private SluiceException known(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof SluiceException known
        ? known
        : new SluiceException(ErrorCode.INTERNAL, "stream " + id + ": " + cause, cause);
  }
}
