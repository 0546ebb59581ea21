package sluice.stage.sink.delivery;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.MessagePictures;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.Failures;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.scene.EventPicture;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneSettings;
import sluice.core.util.FileFailure;
import sluice.stage.sink.FrameSelection;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.SinkSelection;
import sluice.stage.sink.StallWaiter;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.WorkerSink;

/**
 * A stream's side of a sink with a far side: it selects what is told, and hands it to the thread
 * that appends it to the stream's spool. What is in the spool, {@link SinkDelivery} delivers,
 * whatever becomes of the stream. Thread-safe; nothing blocks.
 */
final class SpooledSink implements StreamSink {
  private static final Logger LOG = LoggerFactory.getLogger(SpooledSink.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** Messages that are appended before another stream's. */
  private static final int MOST_AT_ONCE = 64;

  /** After so long it is looked again whether a spool that was full has room. */
  private static final Duration ROOM = Duration.ofMillis(20);

  private final String name;
  private final String stream;
  private final SinkDelivery delivery;
  private final StreamSpool spool;
  private final SpoolWriter writer;
  private final RemoteSinkConfig config;
  private final SinkSelection selection;
  private final SpoolGate gate;
  private final PendingQueue pending;
  private final StallWaiter waiter;
  private final Duration stallLimit;
  private final StreamMessages messages;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final AtomicBoolean hasEnded = new AtomicBoolean();
  private final CompletableFuture<SinkReport> done = new CompletableFuture<>();
  private final AtomicLong hungLosses = new AtomicLong();
  private final AtomicLong failedLosses = new AtomicLong();
  private final AtomicLong pictureLosses = new AtomicLong();
  private final AtomicLong appended = new AtomicLong();
  private volatile @Nullable String failure;
  private final RunIds ids;
  private long failedAt; // of the spool's thread, as the next
  private boolean waitsForRoom;

  /**
   * A sink that has told nothing.
   *
   * @param spool left with the sink's end
   * @param writer shared by all sinks
   * @param messages shared by the stream's sinks
   */
  SpooledSink(
      RemoteSinkConfig config,
      SinkContext context,
      SinkDelivery delivery,
      StreamSpool spool,
      SpoolWriter writer,
      StreamMessages messages) {
    this(config, context, delivery, spool, writer, messages, WorkerSink.STALL_LIMIT);
  }

  /** The same with another limit of a disk that hangs. */
  SpooledSink(
      RemoteSinkConfig config,
      SinkContext context,
      SinkDelivery delivery,
      StreamSpool spool,
      SpoolWriter writer,
      StreamMessages messages,
      Duration stallLimit) {
    this.stallLimit = stallLimit;
    this.name = config.name();
    this.stream = context.stream();
    this.config = config;
    this.selection = new SinkSelection(config.only(), config.filters());
    this.delivery = delivery;
    this.spool = spool;
    this.writer = writer;
    this.gate = delivery.gate(config, spool);
    this.pending = new PendingQueue(context.whenFull());
    this.ids = context.ids();
    this.messages = messages;
    this.waiter = new StallWaiter(this::isStalled, writer::inCallFor, stallLimit);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ResultReceiver forRun(SourceInfo source) {
    return new Run(source.name());
  }

  @Override
  public void happened(SceneEvent event) {
    happened(event, EventPicture.NONE);
  }

  @Override
  public synchronized void happened(SceneEvent event, EventPicture picture) {
    if (selection.takes(event)) {
      long number = ids.number(event);
      put(
          config.filters().pictures() == MessagePictures.CROP
              ? messages.event(ids.current(), number, event, picture)
              : messages.event(ids.current(), number, event));
    }
  }

  @Override
  public void watching(SceneSettings settings) {
    delivery.streamChanged(
        new StreamProfile(
            stream,
            settings.lines().keySet().stream().sorted().toList(),
            settings.zones().keySet().stream().sorted().toList()));
  }

  @Override
  public synchronized void entered(StateChange change) {
    if (selection.takesStates()) {
      put(messages.state(ids.current(), ids.number(change), change));
    }
  }

  private void put(PendingMessage message) {
    if (hasEnded.get()) {
      hungLosses.incrementAndGet();
      return;
    }
    pending.add(message);
    scheduleWhenReady(message);
  }

  private void scheduleWhenReady(PendingMessage message) {
    if (message.picture().isReady()) {
      schedule();
    } else {
      message.picture().whenReady(this::schedule);
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      writer.execute(this::drain);
    }
  }

  /** On the spool's thread: what waits is appended, a part of it where that is much. */
  private void drain() {
    scheduled.set(false);
    int taken = 0;
    PendingMessage next = next();
    while (next != null) {
      append(next);
      writer.progressed();
      taken++;
      next = taken < MOST_AT_ONCE ? next() : null;
    }
    if (taken > 0) {
      delivery.wake();
    }
    if (taken == MOST_AT_ONCE) {
      schedule(); // other streams first
    } else if (pending.isEmpty()) {
      if (finishing.get()) {
        end(!gate.isGivenUp());
      }
    } else if (waitsForRoom) {
      CompletableFuture.delayedExecutor(ROOM.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
          .execute(this::schedule);
    }
  }

  /** Asks the gate once: who finds it shut comes again. */
  private @Nullable PendingMessage next() {
    waitsForRoom = !gate.isOpen();
    return waitsForRoom ? null : pending.poll();
  }

  private void append(PendingMessage pendingMessage) {
    boolean isLost =
        gate.isGivenUp()
            || spool.isClosed() // the sink is gone, or the service ends
            || (failure != null && System.nanoTime() - failedAt < RETRY.toNanos());
    if (isLost) {
      failedLosses.incrementAndGet();
      return;
    }
    try {
      byte[] record = pendingMessage.record();
      if (!spool.hasRoomFor(record)) {
        LOG.warn(
            "stream {}: sink {}: a message of {} bytes is lost, which is more than spool.max-size",
            stream,
            name,
            record.length);
        failedLosses.incrementAndGet();
        return;
      }
      spool.append(record, config.spool().sync().isZero());
      appended.incrementAndGet();
      if (pendingMessage.picture().isLost()) {
        pictureLosses.incrementAndGet();
      }
      recovered();
    } catch (IOException e) {
      failed(FileFailure.reason(e));
    } catch (RuntimeException | Error e) { // the messages after it are appended
      failed("an internal error, " + Failures.reason(e));
      LOG.error("stream {}: sink {}: a fault of Sluice itself", stream, name, e);
    }
  }

  private void recovered() {
    if (failure != null) {
      failure = null;
      LOG.info("stream {}: sink {}: messages are kept again", stream, name);
    }
  }

  private void failed(String reason) {
    if (failure == null) {
      LOG.warn("stream {}: sink {}: {}; messages are lost until then", stream, name, reason);
    }
    gate.giveUp(reason);
    failure = reason;
    failedAt = System.nanoTime();
    failedLosses.incrementAndGet();
  }

  /** Whether the thread of all spools hangs, in the disk. */
  private boolean isStalled() {
    return writer.inCallFor().compareTo(stallLimit) > 0;
  }

  @Override
  public SinkHealth health() {
    boolean stalled = isStalled() || spool.hangsFor(stallLimit);
    String failed = failure;
    Optional<String> error =
        stalled
            ? Optional.of("the disk of its spool hangs")
            : Optional.ofNullable(failed).or(delivery::lastError).or(gate::reason);
    return spool
        .health(delivery.isHealthy() && failed == null && !stalled, error)
        .losing(LossCause.TOO_SLOW, pending.lost())
        .losing(LossCause.HUNG, hungLosses.get())
        .losing(LossCause.FAILED, failedLosses.get())
        .losing(LossCause.PICTURE, pictureLosses.get());
  }

  @Override
  public CompletionStage<SinkReport> finish() {
    finishing.set(true);
    schedule();
    return done;
  }

  /** What waits is given up: it would be old when the disk answers again. */
  @Override
  public void abandon() {
    finishing.set(true);
    boolean isKept = gate.abandon() && !isStalled();
    schedule();
    if (!isKept) {
      pending.clear();
      end(false);
    }
  }

  private void end(boolean complete) {
    if (hasEnded.compareAndSet(false, true)) {
      spool.leave();
      delivery.wake();
    }
    done.complete(new SinkReport(appended.get(), pending.lost(), complete, Optional.empty()));
  }

  /** A run's side. */
  private final class Run implements ResultReceiver {
    private final String source;
    private final String id = ids.current();
    private final FrameSelection selection = new FrameSelection(config.only(), config.filters());
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Run(String source) {
      this.source = source;
      if (gate.mayGiveUp()) { // a service's never does, and would keep each run
        var _ = gate.givenUp().exceptionally(this::fail);
      }
    }

    private @Nullable Void fail(Throwable failure) {
      ended.completeExceptionally(failure);
      return null;
    }

    @Override
    public boolean offer(FrameResult result) {
      Predictions told = selection.choose(result.frame().timestampNanos(), result.predictions());
      if (told == null) {
        return !pending.isFull() || finishing.get() || isStalled();
      }
      if (hasEnded.get()) {
        hungLosses.incrementAndGet();
        return true;
      }
      boolean pictured = config.filters().pictures() == MessagePictures.FRAME;
      PendingMessage message = messages.frame(id, source, result, told, pictured);
      if (pending.offer(message)) {
        selection.accepted();
        scheduleWhenReady(message);
        return true;
      }
      if (finishing.get() || isStalled()) {
        hungLosses.incrementAndGet();
        return true;
      }
      return false;
    }

    @Override
    public void whenSpace(Runnable wake) {
      pending.whenSpace(waiter.orWhenStalled(wake));
    }

    @Override
    public void complete() {
      ended.complete(null);
    }

    @Override
    public CompletionStage<Void> done() {
      return ended.minimalCompletionStage();
    }
  }
}
