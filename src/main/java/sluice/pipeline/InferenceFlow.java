package sluice.pipeline;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.Failures;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.Timings;
import sluice.stage.inference.InferenceOutcome;

/**
 * From frames to results: prepare, infer, read the outputs, pass the result stages. One run's; runs
 * on the stream's dispatcher alone. A frame of a stream with regions has several inferences, and
 * counts as inferred when all of them were.
 *
 * <p><b>Emits when</b> the oldest frame in flight was inferred, in the order of arrival.
 * <b>Backpressures when</b> as many frames are in flight as the stream has places at its model, or
 * downstream backpressures. <b>Completes when</b> upstream completes and the last frame in flight
 * was emitted. <b>Cancels when</b> downstream cancels; fails when the device fails. <b>Drops
 * when</b> the model drops a frame: it is closed and counted under its cause.
 */
final class InferenceFlow {
  private final StreamParts parts;

  private InferenceFlow(StreamParts parts) {
    this.parts = parts;
  }

  static Flow<Frame, FrameResult, NotUsed> of(StreamParts parts) {
    InferenceFlow flow = new InferenceFlow(parts);
    return Flow.<Frame>create()
        .map(flow::prepare)
        .mapAsync(parts.queue().parallelism(), flow::infer)
        .via(new MapOrDropStage<>(flow.new Reader()));
  }

  private record Returned(PreparedFrame prepared, InferenceOutcome outcome) {}

  private PreparedFrame prepare(Frame frame) {
    long start = System.nanoTime();
    frame.taken(start);
    PreparedFrame prepared = PreparedFrame.of(frame, parts);
    frame.timings().set(LatencyStage.PREPROCESS, System.nanoTime() - start);
    return prepared;
  }

  private CompletionStage<Returned> infer(PreparedFrame prepared) {
    return prepared
        .submit(parts.queue())
        .handle((outcome, failure) -> returned(prepared, outcome, failure));
  }

  private Returned returned(
      PreparedFrame prepared, @Nullable InferenceOutcome outcome, @Nullable Throwable failure) {
    if (outcome == null) {
      Throwable cause = Failures.unwrap(Objects.requireNonNull(failure));
      parts.observer().inferenceFailed(prepared.frame(), cause);
      throw new CompletionException(cause);
    }
    return new Returned(prepared, outcome);
  }

  /** Reads the outputs of frames that were inferred, and closes those that the model dropped. */
  private final class Reader implements MapOrDropStage.Mapper<Returned, FrameResult> {
    @Override
    public boolean accepts(Returned returned) {
      return returned.outcome() instanceof InferenceOutcome.Inferred;
    }

    @Override
    public FrameResult map(Returned returned) {
      return read(returned.prepared(), (InferenceOutcome.Inferred) returned.outcome());
    }

    @Override
    public void drop(Returned returned) {
      try (Frame frame = returned.prepared().frame()) {
        DropCause cause = ((InferenceOutcome.Dropped) returned.outcome()).cause();
        parts.observer().frameDropped(frame, cause);
      }
    }
  }

  private FrameResult read(PreparedFrame prepared, InferenceOutcome.Inferred inferred) {
    Frame frame = prepared.frame();
    Timings timings = frame.timings();
    timings.set(LatencyStage.REQUEST_WAIT, inferred.waitNanos());
    timings.set(LatencyStage.INFERENCE, inferred.inferenceNanos());
    long start = System.nanoTime();
    FrameResult result = new FrameResult(frame, prepared.read(parts.postprocessor()));
    frame.releaseTensors();
    long read = System.nanoTime();
    result = parts.stages().apply(result);
    long end = System.nanoTime();
    frame.stages(end - read);
    timings.set(LatencyStage.POSTPROCESS, end - start);
    timings.set(LatencyStage.END_TO_END, end - frame.readyNanos());
    parts.observer().frameFinished(result);
    return result;
  }
}
