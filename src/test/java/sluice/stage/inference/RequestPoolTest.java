package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TensorSet;

class RequestPoolTest extends RequestPoolFixture {
  private int wakes;

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

  private void woken() {
    wakes++;
  }
}
