package sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.TensorSet;
import sluice.core.Timings;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.InferenceOutcome;
import sluice.stage.inference.InferenceQueue;

/**
 * The requests alone: tensors that were filled with the input's first pictures go round, as many in
 * flight as a stream has. What the device can do by the product's means.
 */
final class InferOnlyLoop implements ModeLoop {
  private final InferenceQueue place;
  private final Meter meter;
  private final List<TensorSet> sets = new ArrayList<>();
  private final ConcurrentLinkedQueue<TensorSet> resting = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  private InferOnlyLoop(InferenceQueue place, Meter meter) {
    this.place = place;
    this.meter = meter;
  }

  /** Fills the tensors, then starts. */
  static InferOnlyLoop start(BenchSubject subject, Meter meter) {
    int underWay = subject.parallelism();
    InferOnlyLoop loop = new InferOnlyLoop(subject.pool().join(underWay, null), meter);
    boolean filled = false;
    try {
      loop.fill(subject, underWay);
      filled = true;
    } finally {
      if (!filled) {
        loop.stop();
      }
    }
    for (int i = 0; i < underWay; i++) {
      loop.submitNext();
    }
    return loop;
  }

  private void fill(BenchSubject subject, int pictures) {
    try (LoopedPictures source = new LoopedPictures(subject.opener());
        InputPreprocessor preparation = subject.preparation().get()) {
      for (int i = 0; i < pictures; i++) {
        TensorSet set = place.lease();
        sets.add(set);
        resting.add(set);
        try (Picture picture = source.next().picture()) {
          preparation.prepare(picture, set);
        }
      }
    }
  }

  private void submitNext() {
    TensorSet set = resting.poll();
    if (stopped.get() || set == null) {
      return;
    }
    long submitted = System.nanoTime();
    var _ =
        place
            .submit(set, submitted)
            .whenComplete((outcome, failure) -> returned(set, submitted, outcome, failure));
  }

  private void returned(
      TensorSet set,
      long submitted,
      @Nullable InferenceOutcome outcome,
      @Nullable Throwable failure) {
    resting.add(set);
    if (failure != null) {
      broken.completeExceptionally(failure);
      stop();
    } else if (outcome instanceof InferenceOutcome.Inferred inferred) {
      Timings timings = new Timings();
      timings.set(LatencyStage.REQUEST_WAIT, inferred.waitNanos());
      timings.set(LatencyStage.INFERENCE, inferred.inferenceNanos());
      timings.set(LatencyStage.END_TO_END, System.nanoTime() - submitted);
      meter.finished(timings);
      submitNext();
    }
  }

  @Override
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  @Override
  public void stop() {
    if (stopped.compareAndSet(false, true)) {
      var _ = place.leave().thenRun(this::close);
    }
  }

  private void close() {
    sets.forEach(TensorSet::close);
    broken.complete(null);
    var _ =
        broken.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                ended.complete(null);
              } else {
                ended.completeExceptionally(Failures.unwrap(failure));
              }
            });
  }
}
