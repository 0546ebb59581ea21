package sluice.pipeline;

import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
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
 */
final class FrameSourceStage extends GraphStage<SourceShape<Frame>> {
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
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final AsyncCallback<Wake> available = createAsyncCallback(wake -> deliver());

    Logic() {
      super(shape);
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
      frames.close();
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
