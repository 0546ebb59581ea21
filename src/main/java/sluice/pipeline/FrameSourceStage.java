package sluice.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
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
import sluice.core.HandOffQueue;

/**
 * Frames from a decoder thread.
 *
 * <p><b>Emits when</b> there is demand, the model has room and the hand-off queue has a frame.
 * <b>Backpressures when</b> there is no demand or no room: frames stay in the hand-off queue, whose
 * policy decides what becomes of more. <b>Completes when</b> the producer has ended, in order or
 * with a failure, and every frame was taken, or when it is detached: the hand-off queue then stays
 * as it is, for another stage. It never fails, for a failure would overtake the frames that are in
 * flight downstream: whoever runs the stage asks the hand-off queue. <b>Cancels when</b> downstream
 * cancels: the hand-off queue is closed, which closes what it holds and lets the producer go.
 */
final class FrameSourceStage
    extends GraphStageWithMaterializedValue<SourceShape<Frame>, FrameSourceStage.Control> {
  private final Outlet<Frame> out = Outlet.create("frames");
  private final SourceShape<Frame> shape = SourceShape.of(out);
  private final HandOffQueue<Frame> frames;

  private final Predicate<Runnable> room;

  /**
   * A source that has not run.
   *
   * @param room whether the model would take a frame; asked only while there is one. Where it would
   *     not, the callback is kept and called once it does
   */
  FrameSourceStage(HandOffQueue<Frame> frames, Predicate<Runnable> room) {
    this.frames = frames;
    this.room = room;
  }

  /**
   * A source that runs. Thread-safe.
   *
   * @param stopped completes when the stage touches no frame any more, however the stream ended;
   *     says whether it was detached before anything else ended it
   * @param detach ends the stage and leaves the hand-off queue alone; does nothing once it has
   *     ended
   */
  record Control(CompletionStage<Boolean> stopped, Runnable detach) {}

  @Override
  public SourceShape<Frame> shape() {
    return shape;
  }

  @Override
  public Tuple2<GraphStageLogic, Control> createLogicAndMaterializedValue(Attributes attributes) {
    Logic logic = new Logic();
    return new Tuple2<>(
        logic, new Control(logic.stopped, () -> logic.detaching.invoke(Done.getInstance())));
  }

  private final class Logic extends GraphStageLogic {
    private final AsyncCallback<Done> available = createAsyncCallback(again -> deliver());
    private final AsyncCallback<Done> detaching = createAsyncCallback(asked -> detach());
    private final CompletableFuture<Boolean> stopped = new CompletableFuture<>();
    private boolean detached;

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
      try {
        if (!detached) {
          frames.close();
        }
      } finally {
        stopped.complete(detached);
      }
    }

    private void detach() {
      detached = true;
      complete(out);
    }

    private void deliver() {
      if (!isAvailable(out)) {
        return;
      }
      if (frames.size() == 0) {
        if (frames.isDrained()) {
          complete(out);
        } else {
          frames.whenAvailable(() -> available.invoke(Done.getInstance()));
        }
      } else if (room.test(() -> available.invoke(Done.getInstance()))) {
        Frame frame = frames.poll();
        if (frame != null) { // else it was closed in this instant
          push(out, frame);
        }
      }
    }
  }
}
