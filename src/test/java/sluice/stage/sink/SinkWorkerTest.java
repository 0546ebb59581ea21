package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SluiceException;
import sluice.core.TestPicture;

@Timeout(20)
class SinkWorkerTest {
  private final FrameLedger ledger = new FrameLedger();
  private final List<TestPicture> pictures = new ArrayList<>();
  private final FakeSink sink = new FakeSink();
  private final SinkThreads threads = SinkThreads.shared();

  @AfterEach
  void nothingIsHeldAnyMore() {
    threads.close();
    assertThat(ledger.openFrames()).isZero();
    assertThat(pictures)
        .allMatch(picture -> picture.openReferences() == 0 && picture.surplusCloses() == 0);
  }

  @Test
  void worker_writesEverythingInOrder_thenFinishes() {
    SinkWorker worker = started(4);
    sink.allowed.release(3);
    for (int i = 0; i < 3; i++) {
      assertThat(offer(worker, i)).isTrue();
    }
    worker.complete();

    assertThat(reportOf(worker)).isEqualTo(new SinkReport(3, 0, true, Optional.of(Path.of("out"))));
    assertThat(sink.calls).containsExactly("open", "write 0", "write 1", "write 2", "finish");
    assertThat(worker.hasEnded()).isTrue();
    assertThat(offer(worker, 3)).isFalse();
  }

  @Test
  void fullWorker_refusesItem_andNotifiesWhenThereIsRoom() throws Exception {
    SinkWorker worker = started(1);
    offer(worker, 0);
    sink.writing.await();
    assertThat(offer(worker, 1)).isTrue();
    assertThat(offer(worker, 2)).isFalse();
    assertThat(worker.hasEnded()).isFalse();
    CountDownLatch space = new CountDownLatch(1);
    worker.whenSpace(space::countDown);
    assertThat(space.getCount()).isOne();

    sink.allowed.release();
    space.await();
    assertThat(offer(worker, 2)).isTrue();
    sink.allowed.release(2);
    worker.complete();
    assertThat(reportOf(worker).written()).isEqualTo(3);
    assertThat(sink.calls).containsExactly("open", "write 0", "write 1", "write 2", "finish");
  }

  @Test
  void replacingWorker_keepsNewest_andCountsDropped() throws Exception {
    SinkWorker worker = new SinkWorker("sink", sink, 1, OverflowStrategy.DROP_OLDEST, threads);
    worker.start(Results.source(8, 4));
    offer(worker, 0);
    sink.writing.await();
    for (int i = 1; i < 5; i++) {
      assertThat(offer(worker, i)).isTrue();
    }
    sink.allowed.release(5);
    worker.complete();
    assertThat(reportOf(worker)).isEqualTo(new SinkReport(2, 3, true, Optional.of(Path.of("out"))));
    assertThat(sink.calls).containsExactly("open", "write 0", "write 4", "finish");
  }

  @Test
  void failedWrite_failsTheWorker_andAbortsTheSink() throws Exception {
    sink.failing = "write 1";
    sink.left = Optional.of(Path.of("out.part.mp4"));
    SinkWorker worker = started(1);
    offer(worker, 0);
    sink.writing.await();
    offer(worker, 1);
    CountDownLatch letGo = new CountDownLatch(1);
    sink.allowed.release();
    retryUntil(worker, 2);
    worker.whenSpace(letGo::countDown);
    sink.allowed.release();
    letGo.await();

    assertThatThrownBy(() -> reportOf(worker))
        .hasCauseInstanceOf(SluiceException.class)
        .cause()
        .hasMessage("the disk is full; what was written until then is in out.part.mp4");
    assertThat(sink.calls).containsExactly("open", "write 0", "write 1", "abort");
    assertThat(worker.hasEnded()).isTrue();
  }

  @Test
  void failedOpenOrFinish_failsTheWorker() {
    for (String method : List.of("open", "finish")) {
      FakeSink failing = new FakeSink();
      failing.failing = method;
      SinkWorker worker = new SinkWorker("sink", failing, 2, OverflowStrategy.WAIT, threads);
      worker.complete();
      worker.start(Results.source(8, 4));
      assertThatThrownBy(() -> reportOf(worker)).hasRootCauseMessage("the disk is full");
      assertThat(failing.calls).endsWith("abort");
    }
  }

  @Test
  void errors_areWrapped_andAbortMayFailToo() throws Exception {
    sink.failure = new OutOfMemoryError("native");
    sink.failing = "open";
    SinkWorker worker = new SinkWorker("sink", sink, 2, OverflowStrategy.WAIT, threads);
    worker.start(Results.source(8, 4));
    assertThatThrownBy(() -> reportOf(worker))
        .cause()
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("sink failed: out of memory: native");

    FakeSink worse = new FakeSink();
    worse.failing = "abort";
    SinkWorker second = new SinkWorker("sink", worse, 2, OverflowStrategy.WAIT, threads);
    second.start(Results.source(8, 4));
    offer(second, 0);
    worse.writing.await();
    second.abort();
    worse.allowed.release();
    assertThatThrownBy(() -> reportOf(second)).hasRootCauseMessage("the disk is full");
  }

  @Test
  void abort_discardsQueuedItems() throws Exception {
    sink.left = Optional.of(Path.of("out.part.mp4"));
    SinkWorker worker = started(4);
    for (int i = 0; i < 4; i++) {
      offer(worker, i);
    }
    sink.writing.await();
    worker.abort();
    sink.allowed.release(4);

    assertThat(reportOf(worker)).isEqualTo(new SinkReport(1, 0, false, sink.left));
    assertThat(sink.calls).containsExactly("open", "write 0", "abort");
  }

  @Test
  void abortBeforeStart_doesNotTouchTheSink() {
    SinkWorker worker = new SinkWorker("sink", sink, 2, OverflowStrategy.WAIT, threads);
    offer(worker, 0);
    worker.abort();
    worker.start(Results.source(8, 4));
    assertThat(reportOf(worker)).isEqualTo(new SinkReport(0, 0, false, Optional.empty()));
    assertThat(sink.calls).isEmpty();
  }

  @Test
  void workerThatIsCompletedFromACallOfItsOwn_ends() throws Exception {
    SinkWorker worker = started(1);
    offer(worker, 0);
    sink.writing.await();
    offer(worker, 1);
    worker.whenSpace(worker::complete);

    sink.allowed.release(2);

    assertThat(reportOf(worker)).isEqualTo(new SinkReport(2, 0, true, Optional.of(Path.of("out"))));
    assertThat(sink.calls).containsExactly("open", "write 0", "write 1", "finish");
  }

  @Test
  void workerThatWaitsToOpenItsSinkAgain_ends_withWhatItFailedOf() throws Exception {
    for (Consumer<SinkWorker> ending :
        List.<Consumer<SinkWorker>>of(SinkWorker::complete, SinkWorker::abort)) {
      FakeSink failing = new FakeSink();
      failing.failing = "write 0";
      failing.allowed.release();
      SinkWorker worker = new SinkWorker("sink", failing, 2, OverflowStrategy.WAIT, threads, true);
      worker.start(Results.source(8, 4));
      offer(worker, 0);
      await().until(worker::isFailing);

      ending.accept(worker);

      assertThatThrownBy(() -> reportOf(worker)).hasRootCauseMessage("the disk is full");
      assertThat(failing.calls).containsExactly("open", "write 0", "abort");
    }
  }

  @Test
  void secondStart_isRefused() {
    SinkWorker worker = started(1);
    assertThatThrownBy(() -> worker.start(Results.source(8, 4)))
        .isInstanceOf(IllegalStateException.class);
    worker.abort();
    assertThat(reportOf(worker).complete()).isFalse();
  }

  @Test
  void workerOfSinkWithoutPictures_holdsNoPicture() throws Exception {
    sink.wantsPicture = false;
    SinkWorker worker = started(4);
    offer(worker, 0);
    offer(worker, 1);
    sink.writing.await();
    assertThat(pictures).allMatch(picture -> picture.openReferences() == 0);
    sink.allowed.release(2);
    worker.complete();
    assertThat(reportOf(worker).written()).isEqualTo(2);
  }

  private SinkWorker started(int capacity) {
    SinkWorker worker = new SinkWorker("sink", sink, capacity, OverflowStrategy.WAIT, threads);
    worker.start(Results.source(8, 4));
    return worker;
  }

  private boolean offer(SinkWorker worker, long number) {
    TestPicture picture = TestPicture.bgr24(8, 4);
    pictures.add(picture);
    try (FrameResult result = Results.of(ledger, picture, number, number)) {
      return worker.offer(result);
    }
  }

  /** Offers as the pipeline does: again when there is room. */
  private void retryUntil(SinkWorker worker, long number) throws InterruptedException {
    while (!offer(worker, number) && !worker.hasEnded()) {
      CountDownLatch space = new CountDownLatch(1);
      worker.whenSpace(space::countDown);
      space.await();
    }
  }

  private static SinkReport reportOf(SinkWorker worker) {
    try {
      return worker.done().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      assertThat(worker.hasEnded()).isTrue();
      throw e;
    }
  }
}
