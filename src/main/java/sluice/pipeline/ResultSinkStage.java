package sluice.pipeline;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.GraphStageWithMaterializedValue;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import sluice.core.Failures;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.stage.sink.ResultReceiver;

/**
 * Graph stage that gives every result to every receiver and closes it.
 *
 * <p><b>Backpressures when</b> a receiver has no room. <b>Completes when</b> upstream completes:
 * the receivers are completed, and the materialized stage completes. <b>Cancels when</b> a
 * receiver's sink fails; the materialized stage fails with the reason. Nothing is dropped.
 */
final class ResultSinkStage
    extends GraphStageWithMaterializedValue<SinkShape<FrameResult>, CompletionStage<Done>> {
  private final Inlet<FrameResult> in = Inlet.create("results");
  private final SinkShape<FrameResult> shape = SinkShape.of(in);
  private final List<? extends ResultReceiver> receivers;
  private final StreamObserver observer;

  ResultSinkStage(List<? extends ResultReceiver> receivers, StreamObserver observer) {
    this.observer = observer;
    this.receivers = List.copyOf(receivers);
  }

  @Override
  public SinkShape<FrameResult> shape() {
    return shape;
  }

  @Override
  public Tuple2<GraphStageLogic, CompletionStage<Done>> createLogicAndMaterializedValue(
      Attributes attributes) {
    CompletableFuture<Done> ended = new CompletableFuture<>();
    return new Tuple2<>(new Logic(ended), ended);
  }

  private final class Logic extends GraphStageLogic {
    private final CompletableFuture<Done> ended;
    private final AsyncCallback<Done> space = createAsyncCallback(again -> deliver());
    private final AsyncCallback<Throwable> sinkFailed = createAsyncCallback(this::failWith);
    private @Nullable FrameResult current;
    private int delivered;
    private boolean upstreamDone;
    private @Nullable Throwable failure;

    Logic(CompletableFuture<Done> ended) {
      super(shape);
      this.ended = ended;
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              current = grab(in);
              delivered = 0;
              deliver();
            }

            @Override
            public void onUpstreamFinish() {
              upstreamDone = true;
              if (current == null) {
                completeStage();
              }
            }

            @Override
            public void onUpstreamFailure(Throwable cause) {
              failWith(cause);
            }
          });
    }

    @Override
    public void preStart() {
      setKeepGoing(true); // the last result may still wait for room when upstream has finished
      for (ResultReceiver receiver : receivers) {
        receiver
            .done()
            .whenComplete(
                (done, cause) -> {
                  if (cause != null) {
                    sinkFailed.invoke(Failures.unwrap(cause));
                  }
                });
      }
      pull(in);
    }

    /** Goes on where it stopped: each receiver gets the result once, in turn. */
    private void deliver() {
      FrameResult result = current;
      if (result == null) {
        return;
      }
      while (delivered < receivers.size()) {
        ResultReceiver receiver = receivers.get(delivered);
        if (!receiver.offer(result)) {
          receiver.whenSpace(() -> space.invoke(Done.getInstance()));
          return;
        }
        delivered++;
      }
      current = null;
      observer.frameDelivered(result);
      result.close();
      if (upstreamDone) {
        completeStage();
      } else {
        pull(in);
      }
    }

    private void failWith(Throwable cause) {
      failure = cause;
      failStage(cause);
    }

    @Override
    public void postStop() {
      FrameResult result = current;
      if (result != null) {
        result.close();
      }
      receivers.forEach(ResultReceiver::complete);
      Throwable cause = failure;
      if (cause != null) {
        ended.completeExceptionally(cause);
      } else if (upstreamDone) {
        ended.complete(Done.getInstance());
      } else {
        ended.completeExceptionally(new IllegalStateException("the stream was ended from outside"));
      }
    }
  }
}
