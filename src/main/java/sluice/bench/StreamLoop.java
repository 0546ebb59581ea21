package sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.FrameResult;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.pipeline.StreamAssembly;
import sluice.pipeline.StreamModel;
import sluice.pipeline.StreamSession;
import sluice.stage.motion.MotionGate;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceSettings;

/**
 * The product's graph: the same parts as a job that writes nothing, joined as a job joins them. Its
 * results are reported to the meter as they are finished.
 */
final class StreamLoop implements ModeLoop {
  private final StreamSession session;

  private StreamLoop(StreamSession session) {
    this.session = session;
  }

  /** Starts it, with every frame on its way to be finished. */
  static StreamLoop start(BenchSubject subject, Meter meter) {
    Consumer<FrameResult> results =
        result ->
            meter.finished(
                result.frame().number(),
                result.frame().timings(),
                subject.counted(result.predictions()));
    return start(
        "bench",
        subject,
        new SourceSettings(subject.location(), Playback.builder().loop(true).build()),
        PaceClock.SYSTEM,
        null,
        new Observer(results, cause -> {}));
  }

  /**
   * Starts one that may drop frames.
   *
   * @param id its name, for messages and threads
   * @param source how the input is read
   * @param clock paces it
   * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
   * @param observer hears of it
   */
  static StreamLoop start(
      String id,
      BenchSubject subject,
      SourceSettings source,
      PaceClock clock,
      @Nullable Duration maxAge,
      StreamObserver observer) {
    StreamSession session =
        new StreamSession(
            new StreamAssembly(
                id,
                source,
                subject.opener(),
                clock,
                MotionGate.off(),
                observer,
                subject::stages,
                info -> List.of(),
                subject.system()));
    StreamModel model = subject.model(maxAge);
    var _ = session.opened().thenCompose(info -> session.attach(model));
    session.start();
    return new StreamLoop(session);
  }

  @Override
  public CompletionStage<Void> ended() {
    return session.ended().thenAccept(StreamLoop::check);
  }

  private static void check(StreamSession.End end) {
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
    session.stop();
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
