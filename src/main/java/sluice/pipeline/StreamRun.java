package sluice.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.stage.sink.ResultReceiver;

/**
 * One graph of a stream that runs, from its start to the moment when nothing of it is left: its
 * stages, its decoder thread, its submissions and its ledger. Thread-safe.
 */
final class StreamRun {
  /**
   * How a run ended.
   *
   * @param failure why; null when it ended in order. Where the feed failed, the frames before that
   *     have been finished
   * @param leftOvers frames that stages had lost and the ledger had to close; 0 in a run that ended
   *     in order
   * @param detached whether the feed goes on and its frames wait for another run
   */
  record End(@Nullable Throwable failure, int leftOvers, boolean detached) {}

  private final StreamParts parts;
  private final Running running;
  private final CompletionStage<Void> modelFree;
  private final CompletionStage<End> ended;

  private StreamRun(
      StreamParts parts,
      Running running,
      CompletionStage<Void> modelFree,
      CompletionStage<End> ended) {
    this.parts = parts;
    this.running = running;
    this.modelFree = modelFree;
    this.ended = ended;
  }

  /**
   * Starts a run.
   *
   * @param parts taken over: ended with the run, but for a feed that the run is detached from.
   *     Where the graph can't be started, the model's share is given back, the receivers hear that
   *     no results come, and the feed stays as it is
   * @param system where the graph runs
   */
  static StreamRun start(StreamParts parts, ClassicActorSystemProvider system) {
    Running running;
    try {
      running = graph(parts).run(Materializer.matFromSystem(system));
    } catch (RuntimeException | Error failure) {
      leaveModel(parts);
      parts.receivers().forEach(ResultReceiver::complete);
      throw failure;
    }
    CompletionStage<GraphEnd> graphEnded =
        running
            .lastStageEnded()
            .handle((done, failure) -> Optional.ofNullable(failure).map(Failures::unwrap))
            .thenCombine(
                running.source().stopped(),
                (failure, detached) -> new GraphEnd(failure, detached && failure.isEmpty()));
    CompletionStage<Void> modelFree = graphEnded.thenCompose(end -> freeModel(parts, end));
    CompletionStage<End> ended = graphEnded.thenCompose(end -> windUp(parts, end, modelFree));
    return new StreamRun(parts, running, modelFree, ended);
  }

  /**
   * Completes, never fails, when the run uses nothing of its model any more. That is before {@link
   * #ended}, for the decoder thread may take its time.
   */
  CompletionStage<Void> modelFree() {
    return modelFree;
  }

  /**
   * Completes, never fails, when nothing of the run is left but what it was detached from;
   * receivers may still be writing.
   */
  CompletionStage<End> ended() {
    return ended;
  }

  /** Ends the run in order: nothing more is read, what is in flight is finished. */
  void stop() {
    parts.reading().feed().stop();
  }

  /**
   * Ends the run in order and leaves its feed alone: what is in flight is finished, what waits in
   * the feed's hand-off queue stays there, for another run with the same ledger to take it. So a
   * stream moves to another model without losing a frame. A run that has failed, or fails
   * meanwhile, ends its feed all the same; {@link End#detached} tells.
   */
  void detach() {
    running.source().detach().run();
  }

  /** Ends the run at once: frames that were not emitted are closed unseen. */
  void abort(Throwable cause) {
    running.killSwitch().abort(cause);
    parts.reading().feed().stop();
  }

  /**
   * A graph that runs. Where it fails or is cancelled, its stages stop one after the other: only
   * when both ends have, does none of them touch a frame any more.
   */
  private record Running(
      FrameSourceStage.Control source,
      UniqueKillSwitch killSwitch,
      CompletionStage<Done> lastStageEnded) {}

  /** How a graph ended, of which no stage touches a frame any more. */
  private record GraphEnd(Optional<Throwable> failure, boolean detached) {}

  private static RunnableGraph<Running> graph(StreamParts parts) {
    return Source.fromGraph(
            new FrameSourceStage(parts.reading().feed().frames(), parts.queue()::hasRoom))
        .viaMat(KillSwitches.single(), Keep.both())
        .via(InferenceFlow.of(parts))
        .toMat(
            Sink.fromGraph(new ResultSinkStage(parts.receivers(), parts.observer())),
            (front, ended) -> new Running(front.first(), front.second(), ended))
        .withAttributes(ActorAttributes.dispatcher(StreamSession.DISPATCHER));
  }

  /**
   * Leaves the model. Where the graph failed, the tensors of the frames that it lost are given back
   * then, which other streams may wait for: the frames themselves stay until the decoder thread has
   * returned, too.
   */
  private static CompletionStage<Void> freeModel(StreamParts parts, GraphEnd end) {
    CompletionStage<Void> left = leaveModel(parts);
    return end.detached() ? left : left.thenRun(parts.ledger()::releaseTensors);
  }

  /** Completes when no device works on the stream's tensors any more. */
  private static CompletionStage<Void> leaveModel(StreamParts parts) {
    return parts.queue().leave().thenRun(() -> parts.preparation().close());
  }

  /**
   * Waits until neither decoder thread nor device has a frame of this run, then closes what is
   * left.
   */
  private static CompletionStage<End> windUp(
      StreamParts parts, GraphEnd end, CompletionStage<Void> modelFree) {
    if (end.detached()) {
      return modelFree.thenApply(free -> new End(null, 0, true));
    }
    parts.reading().feed().stop();
    parts.reading().feed().frames().close();
    return parts
        .reading()
        .returned()
        .thenCombine(
            modelFree,
            (returned, free) ->
                new End(
                    end.failure().orElseGet(parts.reading().feed().frames()::failure),
                    parts.ledger().closeLeftOvers(),
                    false));
  }
}
