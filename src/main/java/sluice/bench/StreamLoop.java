package sluice.bench;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.pipeline.FeedThread;
import sluice.pipeline.ReaderFeed;
import sluice.pipeline.RunEnd;
import sluice.pipeline.StreamParts;
import sluice.pipeline.StreamRun;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.source.FrameReader;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceSettings;

/**
 * The product's graph: the same parts as a job that writes nothing, joined as a job joins them. Its
 * results are told as they are finished.
 */
final class StreamLoop implements ModeLoop {
  private final StreamRun run;

  private StreamLoop(StreamRun run) {
    this.run = run;
  }

  /** Starts it, with every frame on its way to be finished. */
  static StreamLoop start(BenchSubject subject, Meter meter) {
    Consumer<FrameResult> results =
        result ->
            meter.finished(result.frame().number(), result.frame().timings(), result.findings());
    return start(
        "bench",
        subject,
        SourceSettings.builder(subject.location()).loop(true).build(),
        PaceClock.SYSTEM,
        subject.join(null),
        new Observer(results, cause -> {}));
  }

  /**
   * Starts one that may drop frames.
   *
   * @param id its name, for messages and threads
   * @param source how the input is read
   * @param clock paces it
   * @param place at the model; left at the end
   * @param observer hears of it
   */
  static StreamLoop start(
      String id,
      BenchSubject subject,
      SourceSettings source,
      PaceClock clock,
      InferenceQueue place,
      StreamObserver observer) {
    FrameLedger ledger = new FrameLedger();
    FrameReader reader = new FrameReader(id, source, subject.opener(), ledger, observer, clock);
    StreamParts parts =
        new StreamParts(
            id,
            FeedThread.start(id, new ReaderFeed(reader)),
            ledger,
            subject.preparation().get(),
            place,
            subject.postprocessor(),
            List.of(),
            observer);
    return new StreamLoop(StreamRun.start(parts, subject.system()));
  }

  @Override
  public CompletionStage<Void> ended() {
    return run.ended().thenAccept(StreamLoop::check);
  }

  private static void check(RunEnd end) {
    Throwable failure = end.failure();
    if (failure == null && end.leftOvers() > 0) {
      failure =
          new SluiceException(
              ErrorCode.INTERNAL, end.leftOvers() + " frames were lost on their way through");
    }
    if (failure != null) {
      throw new CompletionException(failure);
    }
  }

  @Override
  public void stop() {
    run.stop();
  }

  /** Passes on what counts here. */
  record Observer(Consumer<FrameResult> results, Consumer<DropCause> drops)
      implements StreamObserver {
    @Override
    public void frameRead() {}

    @Override
    public void frameDropped(DropCause cause) {
      drops.accept(cause);
    }

    @Override
    public void inputDamaged() {}

    @Override
    public void frameFinished(FrameResult result) {
      results.accept(result);
    }
  }
}
