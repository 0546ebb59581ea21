package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Failures;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SourceInfo;
import sluice.core.TestPicture;
import sluice.stage.sink.WorkerSink.FailurePolicy;

@Timeout(20)
class WorkerSinkTest {
  private static final SourceInfo SOURCE = Results.source(8, 4);

  private final FrameLedger ledger = new FrameLedger();
  private final List<TestPicture> pictures = new ArrayList<>();
  private final FakeSink fake = new FakeSink();
  private final SinkThreads threads = SinkThreads.shared();

  @AfterEach
  void nothingIsHeldAnyMore() {
    threads.close();
    assertThat(ledger.openFrames()).isZero();
    assertThat(pictures)
        .allMatch(picture -> picture.openReferences() == 0 && picture.surplusCloses() == 0);
  }

  @Test
  void sink_ofSeveralRuns_isOpenedOnceAndClosedOnce() {
    StreamSink sink = sink(FailurePolicy.KEEP_STREAM);
    fake.allowed.release(2);

    for (int run = 0; run < 2; run++) {
      ResultReceiver receiver = sink.forRun(SOURCE);
      assertThat(offer(receiver, run)).isTrue();
      receiver.complete();
      assertThat(receiver.done().toCompletableFuture()).isCompleted();
    }
    SinkReport report = finish(sink);

    assertThat(report).isEqualTo(new SinkReport(2, 0, true, Optional.of(Path.of("out"))));
    assertThat(fake.calls).containsExactly("open", "write 0", "write 1", "finish");
    assertThat(sink.health().written()).isEqualTo(2);
  }

  @Test
  void sink_thatNoRunHasOpened_isLeftUntouched() {
    StreamSink sink = sink(FailurePolicy.END_STREAM);

    assertThat(sink.health()).isEqualTo(SinkHealth.ofWritten(0));
    assertThat(finish(sink)).isEqualTo(new SinkReport(0, 0, false, Optional.empty()));
    assertThat(fake.calls).isEmpty();
  }

  @Test
  void failure_ofASinkThatEndsItsStream_reachesTheRun() {
    fake.failing = "open";
    StreamSink sink = sink(FailurePolicy.END_STREAM);

    ResultReceiver receiver = sink.forRun(SOURCE);

    await().until(() -> receiver.done().toCompletableFuture().isCompletedExceptionally());
    AtomicInteger woken = new AtomicInteger();
    assertThat(offer(receiver, 0)).isFalse();
    receiver.whenSpace(woken::incrementAndGet);
    assertThat(woken).as("what has ended has no room").hasValue(0);
    assertThat(Failures.unwrap(receiver.done().toCompletableFuture().exceptionNow()))
        .hasMessage("the disk is full");
    assertThat(sink.finish().toCompletableFuture()).isCompletedExceptionally();
    assertThat(fake.calls).containsExactly("open", "abort");
  }

  @Test
  void failure_ofASinkThatKeepsItsStream_showsInItsHealthOnly() {
    fake.failing = "write 0";
    StreamSink sink = sink(FailurePolicy.KEEP_STREAM);
    ResultReceiver receiver = sink.forRun(SOURCE);
    fake.allowed.release();
    assertThat(offer(receiver, 0)).isTrue();
    await().until(() -> !sink.health().healthy());

    assertThat(offer(receiver, 1)).as("the stream goes on").isTrue();
    assertThat(offer(receiver, 2)).isTrue();
    receiver.complete();

    assertThat(receiver.done().toCompletableFuture()).isCompleted();
    await()
        .untilAsserted(
            () ->
                assertThat(sink.health())
                    .isEqualTo(
                        new SinkHealth(
                            false,
                            0,
                            Map.of(LossCause.FAILED, 3L),
                            Optional.of("the disk is full"))));
    CompletableFuture<SinkReport> finished = sink.finish().toCompletableFuture();
    await().until(finished::isCompletedExceptionally);
  }

  @Test
  void resultsThatAQueueDrops_countAsLost() {
    StreamSink sink =
        new WorkerSink(
            "lines", threads, fake, 1, OverflowStrategy.DROP_OLDEST, FailurePolicy.KEEP_STREAM);
    ResultReceiver receiver = sink.forRun(SOURCE);
    offer(receiver, 0);
    await().until(() -> fake.writing.getCount() == 0);
    for (int i = 1; i < 4; i++) {
      assertThat(offer(receiver, i)).isTrue();
    }

    assertThat(sink.health().lost()).isEqualTo(2);
    fake.allowed.release(2);
    assertThat(finish(sink).written()).isEqualTo(2);
  }

  @Test
  void sinkThatFails_isOpenedAgain_whateverItThrew() {
    fake.failing = "write 0";
    fake.failure = new StackOverflowError("a fault of the sink");
    StreamSink sink = sink(FailurePolicy.KEEP_STREAM);
    ResultReceiver receiver = sink.forRun(SOURCE);
    fake.allowed.release(1_000_000);
    assertThat(offer(receiver, 0)).isTrue();
    await().until(() -> !sink.health().healthy());
    assertThat(sink.health().lastError())
        .hasValueSatisfying(e -> assertThat(e).contains("a fault of the sink"));

    await()
        .until(
            () -> {
              assertThat(offer(receiver, 1)).as("the stream goes on").isTrue();
              return sink.health().healthy();
            });

    SinkReport report = finish(sink);
    assertThat(report.complete()).isTrue();
    assertThat(fake.calls.subList(0, 4)).containsExactly("open", "write 0", "abort", "open");
    assertThat(sink.health().losses().get(LossCause.FAILED)).isPositive();
  }

  @Test
  void sinkThatHangs_isUnhealthy_andNoLongerHoldsTheStreamUp() {
    StreamSink sink =
        new WorkerSink(
            "lines",
            threads,
            fake,
            1,
            OverflowStrategy.WAIT,
            FailurePolicy.KEEP_STREAM,
            Duration.ofMillis(200));
    ResultReceiver receiver = sink.forRun(SOURCE);
    offer(receiver, 0);
    await().until(() -> fake.writing.getCount() == 0);
    assertThat(offer(receiver, 1)).as("it waits").isTrue();
    AtomicInteger woken = new AtomicInteger();
    receiver.whenSpace(woken::incrementAndGet);

    await().until(() -> woken.get() == 1);

    assertThat(sink.health().healthy()).isFalse();
    assertThat(sink.health().lastError()).hasValueSatisfying(e -> assertThat(e).contains("hangs"));
    assertThat(offer(receiver, 2)).as("the stream goes on").isTrue();
    assertThat(sink.health().losses()).containsEntry(LossCause.HUNG, 1L);
    fake.allowed.release(2);
    await().until(() -> sink.health().healthy() && sink.health().written() == 2);
    assertThat(woken).as("a wait is called back once").hasValue(1);
    assertThat(finish(sink).written()).isEqualTo(2);
  }

  @Test
  void sinkThatIsGivenUp_writesNothingMore_whenItReturns() {
    StreamSink sink = sink(FailurePolicy.KEEP_STREAM);
    ResultReceiver receiver = sink.forRun(SOURCE);
    offer(receiver, 0);
    await().until(() -> fake.writing.getCount() == 0);
    offer(receiver, 1);
    var finished = sink.finish().toCompletableFuture();

    sink.abandon();
    fake.allowed.release(2);

    assertThat(finished.orTimeout(10, TimeUnit.SECONDS).join().complete()).isFalse();
    assertThat(fake.calls).containsExactly("open", "write 0", "abort");
  }

  @Test
  void sinkThatIsGivenUp_ends_alsoWhereItsCallFailsWhenItReturns() {
    fake.failing = "write 0";
    StreamSink sink = sink(FailurePolicy.KEEP_STREAM);
    ResultReceiver receiver = sink.forRun(SOURCE);
    offer(receiver, 0);
    await().until(() -> fake.writing.getCount() == 0);
    offer(receiver, 1);
    var finished = sink.finish().toCompletableFuture();

    sink.abandon();
    fake.allowed.release(2);

    await().until(finished::isCompletedExceptionally);
    assertThat(fake.calls).containsExactly("open", "write 0", "abort");
  }

  private StreamSink sink(FailurePolicy policy) {
    return new WorkerSink("lines", threads, fake, 4, OverflowStrategy.WAIT, policy);
  }

  private boolean offer(ResultReceiver receiver, long number) {
    TestPicture picture = TestPicture.bgr24(8, 4);
    pictures.add(picture);
    try (FrameResult result = Results.of(ledger, picture, number, number)) {
      return receiver.offer(result);
    }
  }

  private static SinkReport finish(StreamSink sink) {
    return sink.finish().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
