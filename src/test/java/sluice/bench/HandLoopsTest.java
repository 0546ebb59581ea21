package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.inference.FakeEngine;

/** What the loops written by hand have under way, and what they leave. */
@Timeout(30)
class HandLoopsTest {
  private static final Duration A_WHILE = Duration.ofMillis(100);
  private static final SluiceException BROKEN =
      new SluiceException(ErrorCode.DEVICE, "the device is gone");

  private final FakeSubject fake = new FakeSubject(3);
  private final Meter meter =
      new Meter(
          new MeasureSettings(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 8),
          true,
          1,
          System::nanoTime);

  @AfterEach
  void nothingIsLeft() {
    assertThat(fake.nothingIsOpen()).isTrue();
  }

  private void end(ModeLoop loop) {
    loop.stop();
    endInferencesUntilOver(loop);
    Waiter.join(loop.ended());
  }

  private void endInferencesUntilOver(ModeLoop loop) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              fake.device.endAll();
              return loop.ended().toCompletableFuture().isDone();
            });
  }

  /** The one that was started first: loops swap before they start. */
  private FakeEngine.Request current() {
    return fake.device.running().getLast();
  }

  @Test
  void syncMode_waitsForEachFrame() {
    meter.begin();
    ModeLoop loop = ManualLoop.start(BenchMode.SYNC, new SyncLoop(fake.subject, meter));
    await().until(() -> meter.measured() >= 20);
    end(loop);

    assertThat(meter.measured()).isEqualTo(fake.read()).isEqualTo(fake.device.started().size());
    assertThat(fake.device.started()).containsOnly(fake.device.started().getFirst());
    assertThat(fake.passes.get())
        .isEqualTo((fake.read() + FakeSubject.CLIP - 1) / FakeSubject.CLIP);
    assertThat(meter.sightings().objects()).isEqualTo(8);
  }

  @Test
  void async_readsTheNextFrameWhileTheCurrentOneRuns_andNoMore() {
    meter.begin();
    ModeLoop loop = ManualLoop.start(BenchMode.ASYNC, new AsyncLoop(fake.subject, meter));

    await().until(() -> fake.device.running().size() == 2);
    await().during(A_WHILE).until(() -> fake.read() == 2);
    current().end();
    await().until(() -> fake.read() == 3 && fake.device.running().size() == 2);
    assertThat(meter.measured()).isEqualTo(1);

    end(loop);
    assertThat(meter.measured()).isEqualTo(fake.read());
  }

  @Test
  void queue_keepsAllRequestsBusy_andOneFrameReady() {
    meter.begin();
    QueueLoop body = new QueueLoop(fake.subject, meter);
    ModeLoop loop = ManualLoop.start(BenchMode.QUEUE, body);

    await().until(() -> fake.device.running().size() == 3);
    await().during(A_WHILE).until(() -> fake.read() == 4);
    fake.device.running().get(1).end(); // out of order
    await().until(() -> fake.device.running().size() == 3 && fake.read() == 5);
    assertThat(meter.measured()).isEqualTo(1);

    end(loop);
    assertThat(meter.measured()).isEqualTo(fake.read());
  }

  @Test
  void inferenceFailure_endsAsyncLoop_afterTheOther() {
    ModeLoop loop = ManualLoop.start(BenchMode.ASYNC, new AsyncLoop(fake.subject, meter));
    await().until(() -> fake.device.running().size() == 2);

    current().end(BROKEN);
    await().during(A_WHILE).until(() -> !loop.ended().toCompletableFuture().isDone());
    endInferencesUntilOver(loop);

    assertThatThrownBy(() -> Waiter.join(loop.ended())).isSameAs(BROKEN);
  }

  @Test
  void inferenceFailure_endsQueueLoop_afterTheOthers() {
    ModeLoop loop = ManualLoop.start(BenchMode.QUEUE, new QueueLoop(fake.subject, meter));
    await().until(() -> fake.device.running().size() == 3);

    fake.device.running().getFirst().end(BROKEN);
    endInferencesUntilOver(loop);

    assertThatThrownBy(() -> Waiter.join(loop.ended())).isSameAs(BROKEN);
  }

  @Test
  void refusedStart_endsEachLoop_withNothingInFlight() {
    for (BenchMode mode : new BenchMode[] {BenchMode.ASYNC, BenchMode.QUEUE}) {
      fake.device.refuseStarts(1);
      ManualLoop.Body body =
          mode == BenchMode.ASYNC
              ? new AsyncLoop(fake.subject, meter)
              : new QueueLoop(fake.subject, meter);
      ModeLoop loop = ManualLoop.start(mode, body);
      await().until(() -> loop.ended().toCompletableFuture().isDone());

      assertThatThrownBy(() -> Waiter.join(loop.ended()))
          .isInstanceOf(SluiceException.class)
          .hasMessage("refused");
      assertThat(fake.nothingIsOpen()).isTrue();
    }
  }

  @Test
  void inferOnly_hasAsManyInFlightAsAStream_andReadsNoMorePictures() {
    meter.begin();
    InferOnlyLoop loop = InferOnlyLoop.start(fake.subject, meter);

    await().until(() -> fake.device.running().size() == 3);
    assertThat(fake.read()).isEqualTo(5);
    assertThat(fake.subject.pool().waitingFrames()).isEqualTo(2);
    fake.device.running().getFirst().end();
    await().until(() -> fake.device.running().size() == 3);
    assertThat(fake.subject.pool().waitingFrames()).isEqualTo(2);

    end(loop);
    assertThat(fake.read()).isEqualTo(5);
    assertThat(fake.subject.pool().leasedTensors()).isZero();
  }
}
