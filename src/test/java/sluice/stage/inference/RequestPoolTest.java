package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TensorSet;

class RequestPoolTest {
  /** The window of the race is small: one in a hundred meets it. */
  private static final int ROUNDS = 3_000;

  private final FakeEngine engine = new FakeEngine(2);
  private final RequestPool pool = new RequestPool(engine);
  private final List<TensorSet> leased = new ArrayList<>();
  private int wakes;

  @AfterEach
  void everythingIsGivenBack() {
    leased.forEach(TensorSet::close);
    assertThat(pool.leasedTensors()).isZero();
    pool.close();
    assertThat(engine.isClosed()).isTrue();
  }

  @Test
  void pool_startsOneInferencePerRequest_andQueuesTheRest() {
    InferenceQueue queue = pool.join(4, null);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 4);

    assertThat(engine.started()).hasSize(2);
    assertThat(results).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void nextFrame_isStarted_beforeResultIsDelivered() {
    InferenceQueue queue = pool.join(3, null);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 3);
    List<Integer> startedWhenHeard = new ArrayList<>();
    results.getFirst().thenRun(() -> startedWhenHeard.add(engine.started().size()));

    engine.running().getFirst().end();

    assertThat(startedWhenHeard).containsExactly(3);
    assertThat(results.getFirst().join()).isInstanceOf(InferenceOutcome.Inferred.class);
    assertThat(pool.starvations()).isZero();
  }

  @Test
  void pool_countsStarvation_whenQueueIsEmptyAfterInference() {
    InferenceQueue queue = pool.join(2, null);
    submit(queue, 1);

    engine.endAll();

    assertThat(pool.inferences()).isEqualTo(1);
    assertThat(pool.starvations()).isEqualTo(1);
  }

  @Test
  void pool_dispatchesRoundRobin_acrossStreams() {
    InferenceQueue greedy = pool.join(6, null);
    InferenceQueue modest = pool.join(1, null);
    List<CompletableFuture<InferenceOutcome>> many = submit(greedy, 6);
    List<CompletableFuture<InferenceOutcome>> one = submit(modest, 1);

    engine
        .running()
        .getFirst()
        .end(); // greedy's third is next in the round, then modest's only one
    engine.running().getFirst().end();
    engine.endAll();

    assertThat(one.getFirst()).isDone();
    assertThat(many.subList(4, 6)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void inferenceFailure_reachesOnlyItsFrame_andRequestIsReused() {
    InferenceQueue queue = pool.join(3, null);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 3);
    SluiceException broken = new SluiceException(ErrorCode.DEVICE, "broken");

    engine.running().getFirst().end(broken);

    assertThatThrownBy(results.getFirst()::join)
        .isInstanceOf(CompletionException.class)
        .hasCause(broken);
    assertThat(engine.started()).hasSize(3);
    engine.endAll();
    assertThat(results.subList(1, 3)).allMatch(r -> r.join() instanceof InferenceOutcome.Inferred);
  }

  @Test
  void refusedStart_failsOnlyItsFrame() {
    InferenceQueue queue = pool.join(2, null);
    engine.refuseStarts(1);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 2);

    assertThat(results.getFirst()).isCompletedExceptionally();
    engine.endAll();
    assertThat(results.getLast().join()).isInstanceOf(InferenceOutcome.Inferred.class);
  }

  @Test
  void frameBeyondMaxAge_isDropped_whenItsTurnComes() {
    InferenceQueue queue = pool.join(3, Duration.ofSeconds(5));
    submit(queue, 2);
    TensorSet set = lease(queue);
    long tenSecondsAgo = System.nanoTime() - Duration.ofSeconds(10).toNanos();
    CompletableFuture<InferenceOutcome> old =
        queue.submit(set, tenSecondsAgo).toCompletableFuture();
    assertThat(old).isNotDone();

    engine.endAll();

    assertThat(old.join()).isEqualTo(new InferenceOutcome.Dropped(DropCause.MAX_AGE));
    assertThat(engine.started()).hasSize(2);
  }

  @Test
  void leave_dropsQueuedFrames_andCompletesAfterInference() {
    InferenceQueue queue = pool.join(3, null);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 3);

    CompletableFuture<Void> left = queue.leave().toCompletableFuture();

    assertThat(results.getLast().join()).isEqualTo(new InferenceOutcome.Dropped(DropCause.STOPPED));
    assertThat(left).isNotDone();
    engine.endAll();
    assertThat(left).isDone();
    assertThat(results.getFirst().join()).isInstanceOf(InferenceOutcome.Inferred.class);
  }

  @Test
  void submissionAfterLeave_isDropped() {
    InferenceQueue queue = pool.join(1, null);
    assertThat(queue.leave().toCompletableFuture()).isDone();

    assertThat(submit(queue, 1).getFirst().join())
        .isEqualTo(new InferenceOutcome.Dropped(DropCause.STOPPED));
  }

  @Test
  void secondLeave_isNoOp() {
    InferenceQueue queue = pool.join(1, null);
    queue.leave();
    assertThat(queue.leave().toCompletableFuture()).isDone();
  }

  @Test
  void leaseBeyondReservation_throws() {
    InferenceQueue queue = pool.join(1, null);
    lease(queue);
    lease(queue); // the one that a graph has emitted and not yet read

    assertThatThrownBy(queue::lease).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void returnedTensors_areNotAccessible() {
    InferenceQueue queue = pool.join(1, null);
    TensorSet set = queue.lease();
    set.close();
    set.close();

    assertThatThrownBy(set::input).isInstanceOf(IllegalStateException.class);
    assertThat(pool.leasedTensors()).isZero();
  }

  @Test
  void poolClose_completesQueuedFrames_andRefusesJoin() {
    InferenceQueue queue = pool.join(3, null);
    List<CompletableFuture<InferenceOutcome>> results = submit(queue, 3);
    engine.endAll();
    engine.endAll();
    pool.close();
    assertThat(results).allMatch(CompletableFuture::isDone);
    assertThatThrownBy(() -> pool.join(1, null)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void streamWithMaxAge_hasRoomForOneFrame_underContention() {
    InferenceQueue other = pool.join(4, null);
    InferenceQueue fresh = pool.join(4, Duration.ofSeconds(5));
    submit(other, 4);
    assertThat(fresh.hasRoom(this::woken)).isTrue();
    submit(fresh, 1);

    assertThat(fresh.hasRoom(this::woken)).isFalse();
    engine.running().getFirst().end(); // other's third is granted
    assertThat(wakes).isZero();
    engine.running().getFirst().end();

    assertThat(wakes).as("its turn has passed, and the next is near").isEqualTo(1);
    assertThat(fresh.hasRoom(this::woken)).isTrue();
  }

  @Test
  void streamsWithMaxAge_areWoken_shortlyBeforeTheirTurn() {
    List<InferenceQueue> streams = new ArrayList<>();
    List<Integer> called = new ArrayList<>();
    InferenceQueue busy = pool.join(2, null);
    submit(busy, 2);
    for (int i = 0; i < 9; i++) {
      int stream = i;
      streams.add(pool.join(4, Duration.ofSeconds(5)));
      if (streams.get(i).hasRoom(() -> called.add(stream))) {
        called.add(stream);
      }
    }
    assertThat(called).as("two of each request, and two more").containsExactly(0, 1, 2, 3, 4, 5);
    for (int i : List.of(1, 0, 2)) {
      submit(streams.get(i), 1);
    }

    engine.endAll();

    assertThat(engine.running()).hasSize(2);
    assertThat(called).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    List<CompletableFuture<InferenceOutcome>> late = submit(streams.get(7), 1);
    engine.running().getFirst().end();
    assertThat(called).as("the third was ready before the eighth").endsWith(7, 8);
    engine.running().getFirst().end();
    engine.endAll();
    assertThat(late.getFirst()).as("nobody waits for one that is not ready").isDone();
  }

  @Test
  void streamWithMaxAge_keepsItsTurn_withoutQueuedFrame() {
    InferenceQueue busy = pool.join(12, null);
    InferenceQueue fresh = pool.join(4, Duration.ofSeconds(5));
    submit(busy, 3);
    assertThat(fresh.hasRoom(this::woken)).isTrue();
    submit(fresh, 1);
    engine.endAll(); // busy's third and fresh's are granted
    submit(busy, 6);
    List<InferenceQueue> later = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      later.add(pool.join(4, Duration.ofSeconds(5)));
      assertThat(later.getLast().hasRoom(this::woken)).isTrue();
      submit(later.getLast(), 1);
    }
    assertThat(pool.join(4, Duration.ofSeconds(5)).hasRoom(this::woken)).isFalse();

    assertThat(fresh.hasRoom(this::woken)).as("its turn is before theirs").isTrue();
    List<CompletableFuture<InferenceOutcome>> mine = submit(fresh, 1);
    engine.endAll(); // grants it first
    engine.endAll();

    assertThat(mine.getFirst()).isDone();
  }

  @Test
  void leavingStreamWithMaxAge_freesRoomForTheNext() {
    submit(pool.join(2, null), 2);
    List<InferenceQueue> called = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      called.add(pool.join(4, Duration.ofSeconds(5)));
      assertThat(called.getLast().hasRoom(this::woken)).isTrue();
    }
    assertThat(pool.join(4, Duration.ofSeconds(5)).hasRoom(this::woken)).isFalse();

    called.getFirst().leave();

    assertThat(wakes).isEqualTo(1);
    engine.endAll();
  }

  @Test
  void streamsWithMaxAge_getEqualShares() {
    int[] granted = new int[12];
    AtomicBoolean over = new AtomicBoolean();
    List<Runnable> sources = new ArrayList<>();
    for (int i = 0; i < granted.length; i++) {
      int stream = i;
      InferenceQueue queue = pool.join(4, Duration.ofSeconds(5));
      sources.add(
          new Runnable() {
            @Override
            public void run() {
              while (!over.get() && queue.hasRoom(this)) {
                TensorSet set = queue.lease();
                var _ =
                    queue
                        .submit(set, System.nanoTime())
                        .thenAccept(
                            outcome -> {
                              set.close();
                              granted[stream]++;
                            });
              }
            }
          });
    }
    sources.forEach(Runnable::run);

    for (int i = 0; i < 50 * granted.length; i++) {
      engine.running().get(i % 2).end();
    }

    assertThat(Arrays.stream(granted).boxed())
        .as("all alike, but for the first, which was alone for a moment")
        .allMatch(count -> Math.abs(count - 50) <= 2);
    assertThat(pool.starvations()).isZero();
    over.set(true);
    pool.close();
    engine.endAll();
  }

  @Test
  void streamWithMaxAge_hasRoomForAllRequests_whenAlone() {
    InferenceQueue fresh = pool.join(4, Duration.ofSeconds(5));
    submit(fresh, 3);
    assertThat(fresh.hasRoom(this::woken)).isTrue();
    submit(fresh, 1);
    assertThat(fresh.hasRoom(this::woken)).isFalse();
  }

  @Test
  void source_isWoken_afterNextFrameWasStarted() {
    InferenceQueue fresh = pool.join(4, Duration.ofSeconds(5));
    submit(fresh, 4);
    List<Integer> startedWhenWoken = new ArrayList<>();
    assertThat(fresh.hasRoom(() -> startedWhenWoken.add(engine.started().size()))).isFalse();

    engine.running().getFirst().end();

    assertThat(startedWhenWoken).containsExactly(3);
  }

  @Test
  void streamWithoutMaxAge_alwaysHasRoom() {
    InferenceQueue queue = pool.join(4, null);
    submit(queue, 4);
    assertThat(queue.hasRoom(this::woken)).isTrue();
  }

  @Test
  void poolClose_wakesStreamsWaitingForRoom() {
    InferenceQueue fresh = pool.join(4, Duration.ofSeconds(5));
    submit(fresh, 4);
    assertThat(fresh.hasRoom(this::woken)).isFalse();
    pool.close();
    assertThat(wakes).isEqualTo(1);
    assertThat(fresh.hasRoom(this::woken)).isTrue();
    engine.endAll();
  }

  @Test
  void longestInference_isMeasured_andCancelledBeyondLimit() throws InterruptedException {
    InferenceQueue queue = pool.join(2, null);
    assertThat(pool.longestInference()).isZero();
    submit(queue, 1);
    await().until(() -> pool.longestInference().compareTo(Duration.ofMillis(5)) > 0);

    pool.cancelLongerThan(Duration.ofHours(1));
    assertThat(engine.running().getFirst().isCancelled()).isFalse();
    pool.cancelLongerThan(Duration.ofMillis(1));
    assertThat(engine.running().getFirst().isCancelled()).isTrue();
    engine.endAll();
    assertThat(pool.longestInference()).isZero();
  }

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
          awaitUninterruptibly(made);
        });
    CompletableFuture<InferenceQueue> joining =
        CompletableFuture.supplyAsync(
            () -> pool.join(1, null), task -> Thread.ofPlatform().daemon().start(task));
    assertThat(being.await(10, TimeUnit.SECONDS)).isTrue();
    try {
      CompletableFuture<TensorSet> lease =
          CompletableFuture.supplyAsync(
              running::lease, task -> Thread.ofPlatform().daemon().start(task));
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

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the test did not go on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void woken() {
    wakes++;
  }

  private TensorSet lease(InferenceQueue queue) {
    TensorSet set = queue.lease();
    leased.add(set);
    return set;
  }

  private List<CompletableFuture<InferenceOutcome>> submit(InferenceQueue queue, int count) {
    List<CompletableFuture<InferenceOutcome>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(queue.submit(lease(queue), System.nanoTime()).toCompletableFuture());
    }
    return results;
  }
}
