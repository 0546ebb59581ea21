package sluice.app.detect;

import java.util.concurrent.CompletionStage;
import sluice.core.FrameResult;
import sluice.pipeline.ResultReceiver;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.SinkWorker;

/** A sink's worker as the graph sees it. */
record SinkReceiver(SinkWorker worker) implements ResultReceiver {

  @Override
  public boolean offer(FrameResult result) {
    return worker.offer(result);
  }

  @Override
  public void whenSpace(Runnable wake) {
    worker.whenSpace(
        () -> {
          if (!worker.hasEnded()) {
            wake.run();
          }
        });
  }

  @Override
  public void complete() {
    worker.complete();
  }

  @Override
  public CompletionStage<SinkReport> done() {
    return worker.done();
  }
}
