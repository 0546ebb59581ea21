package sluice.pipeline;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.HandOffQueue;
import sluice.core.SourceInfo;
import sluice.core.StreamObserver;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.motion.MotionGate;
import sluice.stage.result.ResultStage;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.source.FrameReader;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

/**
 * The configuration of a stream's pipeline, and the one place where a pipeline is put together:
 * from the source to the sinks, for a job, for the service and for measurements alike. {@link
 * StreamSession} runs it.
 *
 * @param id the stream's name, for threads, frames and messages
 * @param source how the source is read and delivered
 * @param opener opens the source, again for each pass of a looped one, on the decoder's thread
 * @param clock paces a recording that is played in real time
 * @param motion leaves out pictures in which nothing moves; one of this session alone
 * @param observer notified of pictures read, drops, damage and results
 * @param stages makes the result stages, in the order in which results pass them: asked once for
 *     each session, which closes them at its end
 * @param receivers takes the results: asked for each graph anew, once the source is open; completed
 *     at the end of that graph
 * @param system where graphs run
 */
public record StreamAssembly(
    String id,
    SourceSettings source,
    SourceReader.Opener opener,
    PaceClock clock,
    MotionGate motion,
    StreamObserver observer,
    Supplier<? extends List<? extends ResultStage>> stages,
    Function<SourceInfo, ? extends List<? extends ResultReceiver>> receivers,
    ClassicActorSystemProvider system) {

  /** What opens the source and reads it, into frames of this ledger. */
  FrameReader reader(FrameLedger ledger) {
    return new FrameReader(id, source, opener, ledger, observer, clock, motion);
  }

  /** The decoder's thread for a reader; not started. */
  FeedThread decoder(FrameReader reader) {
    return new FeedThread(id, new ReaderFeed(reader));
  }

  /**
   * The parts of one graph. A frame passes the decoder, the preprocessor, the place at the model,
   * the postprocessor, the result stages and the receivers. The place is taken last: where it can't
   * be had, the preprocessor is closed and the receivers hear that no results come.
   *
   * @param chain the session's result stages, borrowed
   * @param info the source, which is open
   * @throws RuntimeException when the model takes no stream any more
   */
  StreamParts parts(
      FeedThread decoder,
      FrameLedger ledger,
      ResultStageChain chain,
      SourceInfo info,
      StreamModel model) {
    List<? extends ResultReceiver> results = receivers.apply(info);
    InputPreprocessor preparation = model.newPreparation();
    InferenceQueue queue;
    try {
      queue = model.join();
    } catch (RuntimeException | Error failure) {
      preparation.close();
      results.forEach(ResultReceiver::complete);
      throw failure;
    }
    return new StreamParts(
        id,
        decoder,
        ledger,
        preparation,
        queue,
        model.regions(),
        model.postprocessor(),
        chain,
        results,
        observer);
  }

  /** A source's reader as the graph sees it: run and stopped by the session. */
  private record ReaderFeed(FrameReader reader) implements FrameFeed {
    @Override
    public HandOffQueue<Frame> frames() {
      return reader.frames();
    }

    @Override
    public void run() {
      reader.run();
    }

    @Override
    public void stop() {
      reader.stop();
    }
  }
}
