package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.Geometry;
import sluice.core.HandOffQueue;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.TensorSet;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.sink.ResultReceiver;

class StreamRunTest extends StreamRunFixture {
  private static final int PREFETCH = 2;

  private final FakePreparation preparation = new FakePreparation();
  private final CountingObserver observer = new CountingObserver();

  @Override
  void assertPreparationsAreClosed() {
    assertThat(preparation.closed).isTrue();
  }

  @Test
  void streamRun_emitsEveryFrameInOrder() {
    FakeReceiver first = new FakeReceiver(1000);
    FakeReceiver second = new FakeReceiver(1000);
    StreamRun run = start(50, null, first, second);

    StreamRun.End end = drive(run);

    assertThat(end.failure()).isNull();
    assertThat(end.leftOvers()).isZero();
    assertThat(first.numbers())
        .isEqualTo(LongStream.range(0, 50).boxed().toList())
        .isEqualTo(second.numbers());
    assertThat(first.isCompleted()).isTrue();
    assertThat(observer.finished).hasValue(50);
    assertThat(observer.delivered).isEqualTo(first.numbers());
  }

  @Test
  void results_keepTheirOrder_whenLaterInferenceEndsFirst() {
    FakeReceiver receiver = new FakeReceiver(1000);
    StreamRun run = start(2, null, receiver);
    await().until(() -> engine.running().size() == 2);

    engine.running().get(1).end();
    engine.running().get(0).end();

    assertThat(end(run).failure()).isNull();
    assertThat(receiver.numbers()).containsExactly(0L, 1L);
  }

  @Test
  void streamRun_prefetchesOnlyAFewFrames_beyondTheRequests() {
    StreamRun run = start(100, null, new FakeReceiver(1000));

    await().until(() -> preparation.count.get() == REQUESTS + PREFETCH);
    assertThat(engine.running()).hasSize(REQUESTS);
    // two more wait in the hand-over, one may be in the reader's hand
    await().until(() -> feed.read() >= REQUESTS + PREFETCH + 2);
    assertThat(preparation.count).hasValue(REQUESTS + PREFETCH);
    assertThat(feed.read()).isLessThanOrEqualTo(REQUESTS + PREFETCH + 3);

    drive(run);
  }

  @Test
  void fullSink_backpressuresTheDevice() {
    FakeReceiver receiver = new FakeReceiver(1);
    StreamRun run = start(100, null, receiver);

    // one written, one in the sink stage's hand, the rest finished and not emitted: nothing more is
    // started
    int most = 1 + 1 + REQUESTS + PREFETCH;
    await().until(() -> pump() >= REQUESTS + PREFETCH);
    await().during(Duration.ofMillis(200)).until(() -> pump() <= most);
    assertThat(receiver.numbers()).containsExactly(0L);

    receiver.makeRoom(1000);
    assertThat(drive(run).failure()).isNull();
    assertThat(receiver.numbers()).hasSize(100);
  }

  @Test
  void deviceFailure_endsTheRun_andClosesEverything() {
    StreamRun run = start(100, null, new FakeReceiver(1000));
    await().until(() -> engine.running().size() == REQUESTS);
    SluiceException broken = new SluiceException(ErrorCode.DEVICE, "device lost");

    engine.running().getFirst().end(broken);

    assertThat(drive(run).failure()).isSameAs(broken);
    assertThat(observer.failed).isEqualTo(Map.of(0L, broken));
  }

  @Test
  void abortedRun_waitsForTheDevice_beforeClosingFrames() {
    StreamRun run = start(100, null, new FakeReceiver(1000));
    await().until(() -> engine.running().size() == REQUESTS);

    run.abort(new SluiceException(ErrorCode.INTERNAL, "aborted"));

    await().during(Duration.ofMillis(100)).until(() -> !run.ended().toCompletableFuture().isDone());
    assertThat(ledger.openFrames()).isGreaterThanOrEqualTo(REQUESTS);
    engine.endAll();
    StreamRun.End end = end(run);
    assertThat(end.failure()).hasMessage("aborted");
    assertThat(end.leftOvers()).isGreaterThanOrEqualTo(REQUESTS);
  }

  @Test
  void sourceFailure_isReported_afterEarlierFrames() {
    FakeReceiver receiver = new FakeReceiver(1000);
    SluiceException gone = new SluiceException(ErrorCode.INPUT, "camera gone");
    StreamRun run = start(5, gone, receiver);

    await().until(() -> feed.read() == 5 && engine.running().size() == REQUESTS);
    assertThat(drive(run).failure()).isSameAs(gone);

    assertThat(receiver.numbers()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(end(run).leftOvers()).isZero();
  }

  @Test
  void sinkFailure_endsTheRun() {
    FakeReceiver full = new FakeReceiver(1000);
    FakeReceiver good = new FakeReceiver(1000);
    StreamRun run = start(100, null, full, good);
    SluiceException diskFull = new SluiceException(ErrorCode.OUTPUT, "disk full");
    await().until(() -> engine.running().size() == REQUESTS);

    full.fail(diskFull);

    assertThat(drive(run).failure()).isSameAs(diskFull);
    assertThat(good.isCompleted()).isTrue();
  }

  @Test
  void run_doesNotEnd_whileItsGraphStillReleasesFrames() {
    FakeReceiver full = new FakeReceiver(1000);
    StreamRun run = start(100, null, full);
    await().until(() -> feed.frames().size() == 2);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger discarded = new AtomicInteger();
    feed.beforeDiscard =
        () -> {
          discarded.incrementAndGet();
          await().until(() -> gate.getCount() == 0);
        };

    full.fail(new SluiceException(ErrorCode.OUTPUT, "disk full"));
    await().until(() -> discarded.get() == 1);
    engine.endAll();

    await().during(Duration.ofMillis(200)).until(() -> !run.ended().toCompletableFuture().isDone());
    assertThat(preparation.closed).isFalse();
    gate.countDown();
    StreamRun.End end = drive(run);
    assertThat(discarded).hasValue(2);
    assertThat(end.leftOvers()).isEqualTo(REQUESTS + PREFETCH);
  }

  @Test
  void stoppedRun_finishesFramesInFlight() {
    FakeReceiver receiver = new FakeReceiver(1000);
    StreamRun run = start(100_000, null, receiver);
    await().until(() -> engine.running().size() == REQUESTS);

    run.stop();

    StreamRun.End end = drive(run);
    assertThat(end.failure()).isNull();
    assertThat(end.leftOvers()).isZero();
    assertThat(receiver.numbers()).hasSize(feed.read());
  }

  @Test
  void emptySource_completesTheRun() {
    FakeReceiver receiver = new FakeReceiver(1);
    assertThat(end(start(0, null, receiver)).failure()).isNull();
    assertThat(receiver.isCompleted()).isTrue();
  }

  @Test
  void faultInStage_closesItsFrame() {
    preparation.broken = true;
    StreamRun.End end = end(start(3, null, new FakeReceiver(10)));
    assertThat(end.failure()).hasMessage("broken on purpose");
    assertThat(end.leftOvers()).isEqualTo(1);
  }

  @Test
  void droppedFrames_areCountedAndClosed() {
    FakeReceiver receiver = new FakeReceiver(1000);
    feed = new FakeFeed(ledger, 3, null);
    InferenceQueue impatient = pool.join(REQUESTS + PREFETCH, Duration.ofNanos(-1));
    StreamRun run = start(parts(impatient, receiver));

    assertThat(end(run).failure()).isNull();
    assertThat(observer.dropped).isEqualTo(Map.of(DropCause.MAX_AGE, 3));
    assertThat(observer.droppedFrames).containsExactly(0L, 1L, 2L);
    assertThat(receiver.numbers()).isEmpty();
  }

  @Test
  void detachedRun_handsItsFeedToTheNext_withoutLosingFrames() {
    FakeReceiver before = new FakeReceiver(1000);
    feed = new FakeFeed(ledger, 60, null);
    StreamParts first = parts(pool.join(REQUESTS + PREFETCH, null), before);
    StreamRun run = start(first);
    await().until(() -> pump() >= 10);

    run.detach();

    StreamRun.End detached = drive(run);
    assertThat(detached.detached()).isTrue();
    assertThat(detached.failure()).isNull();
    assertThat(preparation.closed).isTrue();
    FakePreparation nextPreparation = new FakePreparation();
    FakeReceiver after = new FakeReceiver(1000);
    StreamRun next =
        start(
            new StreamParts(
                "test",
                first.reading(),
                ledger,
                nextPreparation,
                pool.join(REQUESTS, null),
                null,
                first.postprocessor(),
                first.stages(),
                List.of(after),
                observer));

    assertThat(drive(next).failure()).isNull();
    assertThat(LongStream.concat(numbers(before), numbers(after)))
        .containsExactlyElementsOf(LongStream.range(0, 60).boxed().toList());
    assertThat(numbers(after).count()).isPositive();
    assertThat(nextPreparation.closed).isTrue();
  }

  @Test
  void model_isFree_whileDecoderThreadStillHangs() {
    CountDownLatch hanging = new CountDownLatch(1);
    feed = new FakeFeed(ledger, 5, null);
    FrameFeed stuck = new HangingFeed(feed, hanging);
    StreamParts parts =
        new StreamParts(
            "test",
            new FeedThread("test", stuck).start(),
            ledger,
            preparation,
            pool.join(REQUESTS + PREFETCH, null),
            null,
            (tensors, geometry) -> Predictions.NONE,
            new ResultStageChain(List.of()),
            List.of(new FakeReceiver(10)),
            observer);
    StreamRun run = start(parts);
    await().until(() -> engine.running().size() == REQUESTS);

    run.abort(new SluiceException(ErrorCode.INPUT, "no frame came"));

    await()
        .until(
            () -> {
              engine.endAll();
              return run.modelFree().toCompletableFuture().isDone();
            });
    assertThat(run.ended().toCompletableFuture()).isNotDone();
    assertThat(ledger.openFrames()).isPositive();
    assertThat(pool.leasedTensors()).as("of frames that are still open").isZero();
    hanging.countDown();
    assertThat(end(run).failure()).hasMessage("no frame came");
  }

  private static LongStream numbers(FakeReceiver receiver) {
    return receiver.numbers().stream().mapToLong(Long::longValue);
  }

  /** A decoder that does not return when it is told to. */
  private record HangingFeed(FakeFeed feed, CountDownLatch hanging) implements FrameFeed {
    @Override
    public HandOffQueue<Frame> frames() {
      return feed.frames();
    }

    @Override
    public void run() {
      feed.run();
      await().until(() -> hanging.getCount() == 0);
    }

    @Override
    public void stop() {}
  }

  /** Ends what runs and says how many inferences have ended. */
  private long pump() {
    engine.endAll();
    return pool.inferences();
  }

  private StreamRun start(
      long frames, @Nullable RuntimeException failure, ResultReceiver... receivers) {
    feed = new FakeFeed(ledger, frames, failure);
    return start(parts(pool.join(REQUESTS + PREFETCH, null), receivers));
  }

  private StreamParts parts(InferenceQueue queue, ResultReceiver... receivers) {
    return new StreamParts(
        "test",
        new FeedThread("test", feed).start(),
        ledger,
        preparation,
        queue,
        null,
        (tensors, geometry) -> Predictions.NONE,
        new ResultStageChain(List.of()),
        List.of(receivers),
        observer);
  }

  private static final class FakePreparation implements InputPreprocessor {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean broken;

    @Override
    public Geometry prepare(Picture picture, TensorSet tensors) {
      if (broken) {
        throw new IllegalStateException("broken on purpose");
      }
      count.incrementAndGet();
      return Geometry.STRETCH;
    }

    @Override
    public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
      return prepare(picture, tensors);
    }

    @Override
    public void close() {
      assertThat(closed.compareAndSet(false, true)).isTrue();
    }
  }

  private static final class CountingObserver implements StreamObserver {
    private final AtomicInteger finished = new AtomicInteger();
    private final Map<DropCause, Integer> dropped = new EnumMap<>(DropCause.class);
    private final List<Long> droppedFrames = new CopyOnWriteArrayList<>();
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final Map<Long, Throwable> failed = new ConcurrentHashMap<>();

    @Override
    public void frameRead() {}

    @Override
    public synchronized void frameDropped(DropCause cause) {
      dropped.merge(cause, 1, Integer::sum);
    }

    @Override
    public void frameDropped(Frame frame, DropCause cause) {
      droppedFrames.add(frame.number());
      frameDropped(cause);
    }

    @Override
    public void inferenceFailed(Frame frame, Throwable cause) {
      failed.put(frame.number(), cause);
    }

    @Override
    public void frameDelivered(FrameResult result) {
      delivered.add(result.frame().number());
    }

    @Override
    public void inputDamaged() {}

    @Override
    public void frameFinished(FrameResult result) {
      finished.incrementAndGet();
    }
  }
}
