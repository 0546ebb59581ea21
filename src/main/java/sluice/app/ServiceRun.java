package sluice.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import sluice.config.StreamConfig;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.pipeline.FeedThread;
import sluice.pipeline.ResultOutlet;
import sluice.pipeline.RunEnd;
import sluice.pipeline.StreamParts;
import sluice.pipeline.StreamRun;
import sluice.service.ActiveRun;
import sluice.service.OpenModel;
import sluice.service.StreamOutputs;
import sluice.service.StreamSpec;

/**
 * One run of a stream of the service: a source that is read on a thread of its own, and a graph
 * that works on its frames. When the stream moves to another model, the graph ends in order and the
 * next one takes its place at the same source.
 */
final class ServiceRun implements ActiveRun {
  private final StreamConfig config;
  private final StreamOutputs outputs;
  private final ActorSystem<?> system;
  private final FrameLedger ledger = new FrameLedger();
  private final AtomicLong read = new AtomicLong();
  private final StreamObserver observer;
  private final SourceFeed feed;
  private final FeedThread reading;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  // Guarded by this.
  private @Nullable StreamRun graph;
  private @Nullable Attachment next;
  private boolean returned;
  private boolean stopped;
  private @Nullable SluiceException aborted;

  /** A model that the run is to work with. */
  private record Attachment(ServiceModel model, StreamConfig as, CompletableFuture<Void> free) {}

  /** Begins to read. */
  ServiceRun(
      StreamSpec spec,
      StreamOutputs outputs,
      StreamObserver observer,
      Duration timeout,
      ActorSystem<?> system) {
    this.config = spec.config();
    this.outputs = outputs;
    this.system = system;
    this.observer = new Counting(observer, read);
    this.feed = new SourceFeed(config, timeout, ledger, this.observer);
    this.reading = FeedThread.start(config.id(), feed);
    reading.returned().thenRun(this::readingReturned);
  }

  @Override
  public CompletionStage<SourceInfo> opened() {
    return feed.opened();
  }

  @Override
  public synchronized CompletionStage<Void> attach(OpenModel model, StreamSpec spec) {
    Attachment attachment =
        new Attachment((ServiceModel) model, spec.config(), new CompletableFuture<>());
    StreamRun current = graph;
    if (ended.isDone() || stopped) {
      attachment.free().complete(null);
    } else if (current == null) {
      startGraph(attachment);
    } else {
      Attachment overtaken = next;
      next = attachment;
      if (overtaken != null) {
        overtaken.free().complete(null);
      }
      current.detach();
    }
    return attachment.free().minimalCompletionStage();
  }

  /** Needs the lock, an open source, and no graph. */
  private void startGraph(Attachment attachment) {
    StreamRun started = StreamRun.start(parts(attachment), system);
    graph = started;
    started.modelFree().thenRun(() -> attachment.free().complete(null));
    started.ended().thenAccept(this::graphEnded);
  }

  private StreamParts parts(Attachment attachment) {
    ServiceModel model = attachment.model();
    StreamConfig as = attachment.as();
    int parallelism = model.pool().requests() + ModelSettings.DEFAULT_PREFETCH;
    List<ResultOutlet> outlets = outputs.forRun(feed.opened().toCompletableFuture().join());
    var postprocessor = model.postprocessor(as);
    var queue = model.pool().join(parallelism, feed.isLatest() ? as.maxAge() : null);
    return new StreamParts(
        config.id(), reading, ledger, model.preparation(), queue, postprocessor, outlets, observer);
  }

  private synchronized void graphEnded(RunEnd end) {
    graph = null;
    if (end.detached()) {
      moveOn();
    } else {
      finish(end.failure());
    }
  }

  /** The graph left the source alone: the next one takes it, unless nothing more is wanted. */
  private void moveOn() {
    Attachment attachment = next;
    next = null;
    SluiceException cause = aborted;
    if (attachment == null || cause != null) {
      finish(cause);
      return;
    }
    try {
      startGraph(attachment);
    } catch (RuntimeException failure) {
      attachment.free().complete(null);
      feed.stop();
      finish(failure);
    }
  }

  private synchronized void readingReturned() {
    returned = true;
    finishUnlessWorkedOn();
  }

  /** Without a graph there is nobody else to notice the end. Needs the lock. */
  private void finishUnlessWorkedOn() {
    boolean over = stopped || feed.failure() != null || !feed.hasFrames();
    if (returned && graph == null && over) {
      SluiceException cause = aborted;
      finish(cause != null ? cause : stopped ? null : feed.failure());
    }
  }

  /** Completes the run once the decoder's thread has returned. Needs the lock. */
  private void finish(@Nullable Throwable failure) {
    Attachment left = next;
    next = null;
    if (left != null) {
      left.free().complete(null);
    }
    feed.discard();
    reading
        .returned()
        .thenRun(
            () -> {
              ledger.closeLeftOvers();
              ended.complete(new Outcome(Optional.ofNullable(failure).map(this::known)));
            });
  }

  private SluiceException known(Throwable failure) {
    return failure instanceof SluiceException known
        ? known
        : new SluiceException(ErrorCode.INTERNAL, config.id() + ": " + failure, failure);
  }

  @Override
  public long activity() {
    return read.get() + feed.drawn();
  }

  @Override
  public boolean mayBeSilent() {
    return feed.mayBeSilent();
  }

  @Override
  public void stop() {
    feed.stop();
    synchronized (this) {
      stopped = true;
      finishUnlessWorkedOn();
    }
  }

  @Override
  public void abort(SluiceException cause) {
    feed.stop();
    synchronized (this) {
      stopped = true;
      aborted = cause;
      StreamRun current = graph;
      if (current != null) {
        current.abort(cause);
      }
      finishUnlessWorkedOn();
    }
  }

  @Override
  public CompletionStage<Outcome> ended() {
    return ended.minimalCompletionStage();
  }

  /** Counts signs of life. */
  private record Counting(StreamObserver observer, AtomicLong read) implements StreamObserver {
    @Override
    public void frameRead() {
      read.incrementAndGet();
      observer.frameRead();
    }

    @Override
    public void frameDropped(DropCause cause) {
      observer.frameDropped(cause);
    }

    @Override
    public void inputDamaged() {
      observer.inputDamaged();
    }

    @Override
    public void frameFinished(FrameResult result) {
      observer.frameFinished(result);
    }
  }
}
