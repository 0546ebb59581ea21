package sluice.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.GraphStageWithMaterializedValue;
import scala.Tuple2;
import sluice.core.Frame;
import sluice.core.HandOver;

/**
 * Frames from a decoder thread.
 *
 * <p><b>Emits when</b> there is demand and the hand-over has a frame. <b>Backpressures when</b>
 * there is no demand: frames stay in the hand-over, whose policy decides what becomes of more.
 * <b>Completes when</b> the producer has completed and every frame was taken; fails when it failed,
 * after the frames before. <b>Cancels when</b> downstream cancels: the hand-over is closed, which
 * closes what it holds and lets the producer go.
 *
 * <p>The materialized stage completes when that is done, however the stream ended.
 */
final class FrameSourceStage
    extends GraphStageWithMaterializedValue<SourceShape<Frame>, CompletionStage<Done>> {
  private final Outlet<Frame> out = Outlet.create("frames");
  private final SourceShape<Frame> shape = SourceShape.of(out);
  private final HandOver<Frame> frames;

  FrameSourceStage(HandOver<Frame> frames) {
    this.frames = frames;
  }

  @Override
  public SourceShape<Frame> shape() {
    return shape;
  }

  @Override
  public Tuple2<GraphStageLogic, CompletionStage<Done>> createLogicAndMaterializedValue(
      Attributes attributes) {
    CompletableFuture<Done> stopped = new CompletableFuture<>();
    return new Tuple2<>(new Logic(stopped), stopped);
  }

  private final class Logic extends GraphStageLogic {
    private final AsyncCallback<Wake> available = createAsyncCallback(wake -> deliver());

    private final CompletableFuture<Done> stopped;

    Logic(CompletableFuture<Done> stopped) {
      super(shape);
      this.stopped = stopped;
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              deliver();
            }
          });
    }

    @Override
    public void postStop() {
      try {
        frames.close();
      } finally {
        stopped.complete(Done.getInstance());
      }
    }

    private void deliver() {
      if (!isAvailable(out)) {
        return;
      }
      Frame frame = frames.poll();
      if (frame != null) {
        push(out, frame);
      } else if (frames.isDrained()) {
        end();
      } else {
        frames.whenAvailable(() -> available.invoke(Wake.NOW));
      }
    }

    private void end() {
      Throwable failure = frames.failure();
      if (failure == null) {
        complete(out);
      } else {
        fail(out, failure);
      }
    }
  }
}
