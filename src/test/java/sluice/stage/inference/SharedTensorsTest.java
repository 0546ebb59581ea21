package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TensorSet;

/** Streams with a greatest age share the tensors of a model of two requests. */
class SharedTensorsTest extends RequestPoolFixture {
  private static final Duration AGE = Duration.ofSeconds(5);

  /** Near their turn 6, on the requests 2, being read 4. */
  private static final int SHARED = 12;

  private int wakes;

  private void woken() {
    wakes++;
  }

  private InferenceQueue latest() {
    return pool.join(4, AGE);
  }

  /** Streams that hold a result of one frame each, which nobody reads. */
  private List<TensorSet> hold(int count) {
    List<TensorSet> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      InferenceQueue queue = latest();
      assertThat(queue.hasRoom(this::woken)).isTrue();
      held.add(lease(queue));
      queue.submit(held.getLast(), System.nanoTime());
      engine.endAll();
    }
    return held;
  }

  @Test
  void memory_isMadeWhenItIsLeased_andNotAgain() {
    List<InferenceQueue> streams = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      streams.add(latest());
    }
    assertThat(pool.madeTensors()).isZero();

    for (InferenceQueue stream : streams) {
      assertThat(stream.hasRoom(this::woken)).isTrue();
      try (TensorSet set = stream.lease()) {
        stream.submit(set, System.nanoTime());
        engine.endAll();
      }
    }

    assertThat(pool.madeTensors()).isEqualTo(1);
  }

  @Test
  void noSetLeft_noRoom_untilOneComesBack() {
    List<TensorSet> held = hold(SHARED);
    InferenceQueue next = latest();
    assertThat(next.hasRoom(this::woken)).isFalse();
    assertThatThrownBy(next::lease).isInstanceOf(IllegalStateException.class);

    held.getFirst().close();

    assertThat(wakes).isEqualTo(1);
    assertThat(next.hasRoom(this::woken)).isTrue();
    lease(next);
    assertThat(pool.madeTensors()).isEqualTo(SHARED);
  }

  @Test
  void set_isKeptForTheStreamThatWasCalled() {
    List<TensorSet> held = hold(SHARED);
    InferenceQueue called = latest();
    assertThat(called.hasRoom(this::woken)).isFalse();
    held.getFirst().close();

    assertThat(latest().hasRoom(this::woken)).as("the one set is promised").isFalse();

    lease(called);
  }

  @Test
  void leavingStream_givesUpWhatWasPromised() {
    List<TensorSet> held = hold(SHARED);
    InferenceQueue called = latest();
    assertThat(called.hasRoom(this::woken)).isFalse();
    held.getFirst().close();
    InferenceQueue next = latest();
    assertThat(next.hasRoom(this::woken)).isFalse();
    assertThat(wakes).isEqualTo(1);

    called.leave();

    assertThat(wakes).isEqualTo(2);
    assertThat(next.hasRoom(this::woken)).isTrue();
    lease(next);
  }

  @Test
  void leftStream_givesItsSetsBackAsTheyAreClosed() {
    InferenceQueue gone = latest();
    assertThat(gone.hasRoom(this::woken)).isTrue();
    TensorSet late = lease(gone);
    gone.leave();
    hold(SHARED - 1);
    InferenceQueue next = latest();
    assertThat(next.hasRoom(this::woken)).isFalse();

    late.close();

    assertThat(wakes).isEqualTo(1);
  }

  @Test
  void streamAlone_hasAllItsPlaces() {
    InferenceQueue alone = latest();
    List<TensorSet> sets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      assertThat(alone.hasRoom(this::woken)).isTrue();
      sets.add(lease(alone));
      alone.submit(sets.getLast(), System.nanoTime());
    }
    assertThat(alone.hasRoom(this::woken)).as("two run, two wait").isFalse();

    engine.endAll();

    assertThat(alone.hasRoom(this::woken)).as("a result is unread").isTrue();
    lease(alone);
    assertThat(pool.leasedTensors()).as("and one more that was emitted").isEqualTo(5);
  }

  @Test
  void streamWhoseResultsNobodyTakes_leavesTensorsToOthers() {
    InferenceQueue stuck = latest();
    for (int i = 0; i < 2; i++) {
      assertThat(stuck.hasRoom(this::woken)).isTrue();
      stuck.submit(lease(stuck), System.nanoTime());
      engine.endAll();
    }
    InferenceQueue other = latest();
    submit(other, 3);

    assertThat(stuck.hasRoom(this::woken)).isFalse();
    assertThat(other.hasRoom(() -> {})).as("it counts as alone").isTrue();

    leased.getFirst().close();
    assertThat(wakes).isEqualTo(1);
    engine.endAll();
    engine.endAll();
  }

  @Test
  void frameOfSeveralSets_findsThemAll_beforeWhoComesLater() {
    List<TensorSet> held = hold(SHARED);
    InferenceQueue tiled = pool.join(4, 4, AGE);
    assertThat(pool.join(4, AGE).hasRoom(this::woken)).as("as many more as it may hold").isTrue();
    held.addAll(hold(20 - 1 - 3));
    assertThat(tiled.hasRoom(this::woken)).as("three are left").isFalse();
    InferenceQueue later = latest();
    assertThat(later.hasRoom(this::woken)).isFalse();

    held.getFirst().close();

    assertThat(wakes).isEqualTo(1);
    assertThat(tiled.hasRoom(this::woken)).isTrue();
    assertThat(submit(tiled, 4)).hasSize(4);
    engine.endAll();
    engine.endAll();
  }

  @Test
  void streamsWithoutMaxAge_keepTheirOwnSets() {
    InferenceQueue own = pool.join(3, 2, null);
    assertThat(pool.madeTensors()).isEqualTo(8);
    hold(SHARED);

    for (int i = 0; i < 8; i++) {
      lease(own);
    }

    assertThat(pool.madeTensors()).isEqualTo(8 + SHARED);
  }

  @Test
  void memoryThatCantBeMade_staysPromised() {
    InferenceQueue queue = latest();
    assertThat(queue.hasRoom(this::woken)).isTrue();
    engine.memoryWork(
        () -> {
          throw new OutOfMemoryError("none left");
        });
    assertThatThrownBy(queue::lease).isInstanceOf(OutOfMemoryError.class);
    assertThat(pool.leasedTensors()).isZero();
    assertThat(pool.madeTensors()).isZero();
    engine.memoryWork(() -> {});

    lease(queue);
    hold(SHARED - 1);
    assertThat(latest().hasRoom(this::woken)).isFalse();
  }

  @Test
  void afterAbandon_everyStreamHearsOfTheFailure_oneAfterTheOther() {
    SluiceException cause = new SluiceException(ErrorCode.DEVICE, "gone");
    List<InferenceQueue> streams = new ArrayList<>();
    for (int i = 0; i < 3 * SHARED; i++) {
      streams.add(latest());
    }
    hold(SHARED).forEach(TensorSet::close);
    pool.abandon(cause);

    List<CompletableFuture<InferenceOutcome>> failed = new ArrayList<>();
    for (InferenceQueue stream : streams) {
      new Runnable() {
        @Override
        public void run() {
          if (stream.hasRoom(this)) {
            TensorSet set = stream.lease();
            failed.add(stream.submit(set, System.nanoTime()).toCompletableFuture());
            leased.add(set);
          }
        }
      }.run();
    }
    assertThat(failed).hasSize(SHARED);

    for (int i = 0; i < leased.size(); i++) {
      leased.get(i).close();
    }

    assertThat(failed).hasSameSizeAs(streams).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void sharedSets_areFewerAgain_onceTheStreamThatNeededMoreHasLeft() {
    InferenceQueue tiled = pool.join(4, 4, AGE);
    hold(SHARED);
    assertThat(latest().hasRoom(this::woken)).isTrue();

    tiled.leave();

    assertThat(latest().hasRoom(this::woken)).isFalse();
  }

  @Test
  void streamWithManyFramesAhead_leavesTensorsToOthers() {
    InferenceQueue deep = pool.join(20, AGE);
    for (int i = 0; i < 21; i++) {
      assertThat(deep.hasRoom(this::woken)).isTrue();
      deep.submit(lease(deep), System.nanoTime());
      engine.endAll();
    }
    assertThat(deep.hasRoom(this::woken)).isFalse();

    for (int i = 0; i < 6; i++) {
      assertThat(latest().hasRoom(this::woken)).isTrue();
    }
  }

  @Test
  void streamThatMustGiveTensorsBackFirst_isPassed_thoughItHasAskedForMore() {
    List<TensorSet> held = hold(SHARED - 3);
    assertThat(latest().hasRoom(this::woken)).as("prepares its frame from now on").isTrue();
    InferenceQueue stuck = latest();
    for (int i = 0; i < 2; i++) {
      engine.endAll();
      assertThat(stuck.hasRoom(this::woken)).isTrue();
      stuck.submit(lease(stuck), System.nanoTime());
    }
    assertThat(stuck.hasRoom(this::woken)).as("no set is left").isFalse();
    engine.endAll();
    held.getFirst().close();
    assertThat(wakes).as("two results of it are unread").isZero();

    assertThat(latest().hasRoom(this::woken)).isTrue();
  }

  @Test
  void failedLeaseWithoutAPromise_callsWhoWaits() {
    hold(SHARED - 1);
    InferenceQueue next = latest();
    engine.memoryWork(
        () -> {
          assertThat(next.hasRoom(this::woken)).isFalse();
          throw new OutOfMemoryError("none left");
        });

    assertThatThrownBy(latest()::lease).isInstanceOf(OutOfMemoryError.class);

    assertThat(wakes).isEqualTo(1);
  }

  @Test
  void afterAbandon_waitersBeyondTheNearest_areCalledWhenThoseAreRefused() {
    List<TensorSet> held = hold(SHARED);
    List<InferenceQueue> streams = IntStream.range(0, SHARED).mapToObj(n -> latest()).toList();
    pool.abandon(new SluiceException(ErrorCode.DEVICE, "gone"));
    List<CompletableFuture<InferenceOutcome>> failed = new ArrayList<>();
    Queue<Runnable> called = new ArrayDeque<>();
    for (InferenceQueue stream : streams) {
      Runnable frame =
          () -> {
            assertThat(stream.hasRoom(this::woken)).isTrue();
            try (TensorSet set = stream.lease()) {
              failed.add(stream.submit(set, System.nanoTime()).toCompletableFuture());
            }
          };
      assertThat(stream.hasRoom(() -> called.add(frame))).isFalse();
    }

    held.forEach(TensorSet::close);
    for (Runnable frame = called.poll(); frame != null; frame = called.poll()) {
      frame.run();
    }

    assertThat(failed).hasSize(SHARED).allMatch(CompletableFuture::isCompletedExceptionally);
  }
}
