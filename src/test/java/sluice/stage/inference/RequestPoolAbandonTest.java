package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TensorSet;

class RequestPoolAbandonTest {
  /** The window of the race is small: one in a hundred meets it. */
  private static final int ROUNDS = 3_000;

  @Test
  void abandonedPool_failsAllFrames_andRetainsTensorsInFlight() {
    RequestPool stuck = new RequestPool(new FakeEngine(1));
    InferenceQueue queue = stuck.join(2, null);
    TensorSet written = queue.lease();
    TensorSet waiting = queue.lease();
    var running = queue.submit(written, System.nanoTime()).toCompletableFuture();
    var behind = queue.submit(waiting, System.nanoTime()).toCompletableFuture();
    SluiceException cause = new SluiceException(ErrorCode.DEVICE, "does not return");

    assertThat(stuck.abandon(cause)).isEqualTo(1);

    assertThatThrownBy(running::join).hasCause(cause);
    assertThatThrownBy(behind::join).hasCause(cause);
    assertThat(queue.leave().toCompletableFuture()).isDone();
    written.close();
    waiting.close();
    assertThat(stuck.leasedTensors()).isEqualTo(1);
    assertThatThrownBy(() -> stuck.join(1, null)).isSameAs(cause);
    assertThat(stuck.abandon(cause)).isZero();
  }

  @Test
  void inferenceEndingAfterAbandon_changesNothing() {
    FakeEngine late = new FakeEngine(1);
    RequestPool stuck = new RequestPool(late);
    InferenceQueue queue = stuck.join(1, null);
    var running = queue.submit(queue.lease(), System.nanoTime()).toCompletableFuture();
    stuck.abandon(new SluiceException(ErrorCode.DEVICE, "does not return"));

    late.endAll();

    assertThat(running).isCompletedExceptionally();
    assertThat(stuck.leasedTensors()).isEqualTo(1);
    assertThat(queue.leave().toCompletableFuture()).isDone();
    stuck.close();
  }

  @Test
  void frameGranted_whileThePoolIsGivenUp_isFailed() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      FakeEngine device = new FakeEngine(1);
      RequestPool stuck = new RequestPool(device);
      InferenceQueue queue = stuck.join(2, null);
      List<CompletableFuture<InferenceOutcome>> results = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        TensorSet set = queue.lease();
        results.add(queue.submit(set, System.nanoTime()).toCompletableFuture());
      }
      CyclicBarrier together = new CyclicBarrier(2);
      CompletableFuture<Void> ended =
          CompletableFuture.runAsync(
              () -> {
                meet(together);
                device.endAll(); // grants the second
              },
              task -> Thread.ofPlatform().daemon().start(task));
      meet(together);
      int lost = stuck.abandon(new SluiceException(ErrorCode.DEVICE, "does not return"));
      ended.get(10, TimeUnit.SECONDS);

      assertThat(results).as("round %d", round).allMatch(CompletableFuture::isDone);
      assertThat(lost).isLessThanOrEqualTo(1);
      assertThat(queue.leave().toCompletableFuture()).isDone();
    }
  }

  private static void meet(CyclicBarrier together) {
    try {
      together.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException late) {
      throw new AssertionError(late);
    }
  }
}
