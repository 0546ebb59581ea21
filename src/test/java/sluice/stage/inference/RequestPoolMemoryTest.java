package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import sluice.core.TensorSet;
import sluice.testing.Latches;

class RequestPoolMemoryTest extends RequestPoolFixture {
  @Test
  void leave_keepsReservation_ofTensorsThatAreStillLeased() {
    InferenceQueue first = pool.join(1, null);
    List<CompletableFuture<InferenceOutcome>> running = submit(first, 1);
    var left = first.leave().toCompletableFuture();

    InferenceQueue next = pool.join(1, null);

    lease(next);
    lease(next);
    assertThat(pool.leasedTensors()).isEqualTo(3);
    engine.endAll();
    assertThat(running.getFirst()).isDone();
    assertThat(left).isDone();
  }

  @Test
  void memory_thatCameBackAfterLeave_isLeasedAgain() {
    for (int i = 0; i < 3; i++) {
      InferenceQueue queue = pool.join(1, null);
      TensorSet late = queue.lease();
      queue.leave();
      late.close();
    }
    assertThat(engine.memoryThreads()).hasSize(2);
  }

  @Test
  void holderThatDoesNotClose_takesNothingFromOthers() {
    InferenceQueue careless = pool.join(1, null);
    InferenceQueue other = pool.join(1, null);
    lease(careless);
    lease(careless);

    assertThatThrownBy(careless::lease).isInstanceOf(IllegalStateException.class);
    lease(other);
    lease(other);
  }

  @Test
  void memoryBeingMade_holdsUpNoOtherStream() throws Exception {
    InferenceQueue running = pool.join(1, null);
    CountDownLatch being = new CountDownLatch(1);
    CountDownLatch made = new CountDownLatch(1);
    engine.memoryWork(
        () -> {
          being.countDown();
          Latches.await(made);
        });
    CompletableFuture<InferenceQueue> joining =
        CompletableFuture.supplyAsync(
            () -> pool.join(1, null), task -> Thread.ofPlatform().daemon().start(task));
    assertThat(being.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      CompletableFuture<TensorSet> lease =
          CompletableFuture.supplyAsync(
              () -> {
                assertThat(pool.waitingFrames()).as("what the pool's lock guards").isZero();
                return running.lease();
              },
              task -> Thread.ofPlatform().daemon().start(task));
      leased.add(lease.get(10, TimeUnit.SECONDS));
      assertThat(pool.leasedTensors()).isEqualTo(1);
    } finally {
      made.countDown();
    }
    lease(joining.get(10, TimeUnit.SECONDS));
  }

  @Test
  void memoryThatCantBeMade_isNotReserved() {
    AtomicInteger left = new AtomicInteger(1);
    engine.memoryWork(
        () -> {
          if (left.getAndDecrement() == 0) {
            throw new OutOfMemoryError("none left");
          }
        });
    assertThatThrownBy(() -> pool.join(2, null)).isInstanceOf(OutOfMemoryError.class);

    InferenceQueue queue = pool.join(2, null);

    lease(queue);
    lease(queue);
    lease(queue);
    assertThat(engine.memoryThreads()).as("one was made before it failed").hasSize(4);
  }

  @Test
  void closedModel_leasesNothing() {
    InferenceQueue own = pool.join(1, null);
    InferenceQueue shares = pool.join(1, Duration.ofSeconds(5));
    assertThat(shares.hasRoom(() -> {})).isTrue();

    pool.close();

    assertThatThrownBy(own::lease)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
    assertThatThrownBy(shares::lease)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model is closed");
  }
}
