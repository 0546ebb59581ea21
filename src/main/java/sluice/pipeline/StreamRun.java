package sluice.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletionException;
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

/**
 * One run of a stream, from its start to the moment when nothing of it is left: the graph, its
 * decoder thread, its submissions and its ledger. Thread-safe.
 */
public final class StreamRun {
  /** The dispatcher that stages run on, as {@code reference.conf} describes it. */
  static final String DISPATCHER = "sluice.stream-dispatcher";

  private final StreamParts parts;
  private final UniqueKillSwitch killSwitch;
  private final CompletionStage<RunEnd> ended;

  private StreamRun(StreamParts parts, UniqueKillSwitch killSwitch, CompletionStage<RunEnd> ended) {
    this.parts = parts;
    this.killSwitch = killSwitch;
    this.ended = ended;
  }

  /**
   * Starts a run.
   *
   * @param parts taken over: ended with the run
   * @param system where the graph runs
   */
  public static StreamRun start(StreamParts parts, ClassicActorSystemProvider system) {
    Running running = graph(parts).run(Materializer.matFromSystem(system));
    CompletionStage<RunEnd> ended =
        running
            .lastStageEnded()
            .handle((done, failure) -> unwrap(failure))
            .thenCombine(
                running.firstStageStopped(), (failure, done) -> Optional.ofNullable(failure))
            .thenCompose(failure -> windUp(parts, failure.orElse(null)));
    return new StreamRun(parts, running.killSwitch(), ended);
  }

  /** Completes, never fails, when nothing of the run is left; outlets may still be writing. */
  public CompletionStage<RunEnd> ended() {
    return ended;
  }

  /** Ends the run in order: nothing more is read, what is under way is finished. */
  public void stop() {
    parts.reading().feed().stop();
  }

  /** Ends the run at once: frames that were not emitted are closed unseen. */
  public void abort(Throwable cause) {
    killSwitch.abort(cause);
    parts.reading().feed().stop();
  }

  /**
   * A graph that runs. Where it fails or is cancelled, its stages stop one after the other: only
   * when both ends have, does none of them touch a frame any more.
   */
  private record Running(
      CompletionStage<Done> firstStageStopped,
      UniqueKillSwitch killSwitch,
      CompletionStage<Done> lastStageEnded) {}

  private static RunnableGraph<Running> graph(StreamParts parts) {
    return Source.fromGraph(new FrameSourceStage(parts.reading().feed().frames()))
        .viaMat(KillSwitches.single(), Keep.both())
        .via(InferenceFlow.of(parts))
        .toMat(
            Sink.fromGraph(new ResultSinkStage(parts.outlets())),
            (front, ended) -> new Running(front.first(), front.second(), ended))
        .withAttributes(ActorAttributes.dispatcher(DISPATCHER));
  }

  /**
   * Waits until neither decoder thread nor device has a frame of this run, then closes what is
   * left.
   */
  private static CompletionStage<RunEnd> windUp(StreamParts parts, @Nullable Throwable failure) {
    parts.reading().feed().stop();
    return parts
        .reading()
        .returned()
        .thenCompose(returned -> parts.queue().leave())
        .thenApply(
            idle -> {
              int leftOvers = parts.ledger().closeLeftOvers();
              parts.preparation().close();
              return new RunEnd(failure, leftOvers);
            });
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
