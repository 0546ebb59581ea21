package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TensorSet;

/** Frames with several inferences. */
class RequestPoolGroupTest extends RequestPoolFixture {

  private List<TensorSet> lease(InferenceQueue queue, int count) {
    return IntStream.range(0, count).mapToObj(i -> lease(queue)).toList();
  }

  private static long ago(Duration time) {
    return System.nanoTime() - time.toNanos();
  }

  @Test
  void memory_isThereForAllSetsOfTheFrames() {
    InferenceQueue queue = pool.join(2, 5, null);

    lease(queue, 15);

    assertThatThrownBy(queue::lease).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void frame_isBack_whenTheLastInferenceIs() {
    InferenceQueue queue = pool.join(2, 3, null);
    CompletableFuture<InferenceOutcome> frame =
        queue.submit(lease(queue, 3), System.nanoTime()).toCompletableFuture();

    engine.running().getLast().end();
    engine.running().getFirst().end();
    assertThat(frame).isNotDone();
    engine.endAll();

    assertThat(frame.join()).isInstanceOf(InferenceOutcome.Inferred.class);
    assertThat(pool.inferences()).isEqualTo(3);
    InferenceOutcome.Inferred times = (InferenceOutcome.Inferred) frame.join();
    assertThat(times.waitNanos()).isNotNegative();
    assertThat(times.inferenceNanos()).isPositive();
  }

  @Test
  void failureOfOne_failsTheFrameAtOnce() {
    InferenceQueue queue = pool.join(2, 3, null);
    CompletableFuture<InferenceOutcome> frame =
        queue.submit(lease(queue, 3), System.nanoTime()).toCompletableFuture();
    SluiceException broken = new SluiceException(ErrorCode.DEVICE, "device lost");

    engine.running().getFirst().end(broken);

    assertThat(frame).isCompletedExceptionally();
    assertThatThrownBy(frame::join).hasCause(broken);
    engine.endAll();
    engine.endAll();
    assertThat(queue.leave().toCompletableFuture()).isDone();
  }

  @Test
  void leave_dropsTheFrame_onceWhatRunsIsBack() {
    InferenceQueue queue = pool.join(2, 3, null);
    CompletableFuture<InferenceOutcome> frame =
        queue.submit(lease(queue, 3), System.nanoTime()).toCompletableFuture();

    CompletableFuture<Void> left = queue.leave().toCompletableFuture();

    assertThat(frame).isNotDone();
    assertThat(left).isNotDone();
    engine.endAll();
    assertThat(left).isDone();
    assertThat(frame.join()).isEqualTo(new InferenceOutcome.Dropped(DropCause.STOPPED));
  }

  @Test
  void frameThatIsTooOld_isDroppedWithoutAnInference() {
    InferenceQueue queue = pool.join(2, 3, Duration.ofSeconds(5));
    CompletableFuture<InferenceOutcome> frame =
        queue.submit(lease(queue, 3), ago(Duration.ofSeconds(10))).toCompletableFuture();

    assertThat(frame.join()).isEqualTo(new InferenceOutcome.Dropped(DropCause.MAX_AGE));
    assertThat(engine.started()).isEmpty();
  }

  @Test
  void frameThatHasBegun_isFinished_howeverOldItGets() throws InterruptedException {
    Duration most = Duration.ofMillis(300);
    InferenceQueue queue = pool.join(2, 3, most);
    long ready = System.nanoTime();
    CompletableFuture<InferenceOutcome> frame =
        queue.submit(lease(queue, 3), ready).toCompletableFuture();
    assertThat(engine.running()).hasSize(2);

    // nothing to wait for but the time
    while (System.nanoTime() - ready <= most.toNanos()) {
      Thread.onSpinWait();
    }
    engine.endAll();
    engine.endAll();

    assertThat(frame.join()).isInstanceOf(InferenceOutcome.Inferred.class);
  }

  @Test
  void firstInferenceThatIsAboutToStart_decidesOfTheFramesAge_forAll() {
    SubmissionGroup started = new SubmissionGroup(2);
    assertThat(started.isExpired(false)).isFalse();
    assertThat(started.isExpired(true)).isFalse();

    SubmissionGroup expired = new SubmissionGroup(2);
    assertThat(expired.isExpired(true)).isTrue();
    assertThat(expired.isExpired(false)).isTrue();
  }

  @Test
  void streams_getEqualInferences_andAStreamOfFiveRegionsAFifthOfTheFrames() {
    int[] frames = new int[6];
    AtomicBoolean over = new AtomicBoolean();
    List<Runnable> sources = new ArrayList<>();
    for (int i = 0; i < frames.length; i++) {
      int stream = i;
      int sets = i == 0 ? 5 : 1;
      InferenceQueue queue = pool.join(sets == 1 ? 4 : 2, sets, Duration.ofSeconds(5));
      sources.add(
          new Runnable() {
            @Override
            public void run() {
              while (!over.get() && queue.hasRoom(this)) {
                List<TensorSet> leased =
                    IntStream.range(0, sets).mapToObj(set -> queue.lease()).toList();
                var _ =
                    queue
                        .submit(leased, System.nanoTime())
                        .thenAccept(
                            outcome -> {
                              leased.forEach(TensorSet::close);
                              frames[stream]++;
                            });
              }
            }
          });
    }
    sources.forEach(Runnable::run);

    for (int i = 0; i < 50 * frames.length; i++) {
      engine.running().get(i % 2).end();
    }

    assertThat(frames[0]).isBetween(9, 11);
    assertThat(Arrays.stream(frames).skip(1).boxed()).allMatch(count -> Math.abs(count - 50) <= 2);
    assertThat(pool.starvations()).isZero();
    over.set(true);
    pool.close();
    engine.endAll();
  }
}
