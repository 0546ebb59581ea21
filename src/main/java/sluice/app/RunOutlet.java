package sluice.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.core.FrameResult;
import sluice.pipeline.ResultOutlet;

/**
 * What one run sees of an outlet that outlives it: the run's end doesn't end the outlet, and
 * nothing of the run stays hanging on the outlet. One that has ended itself takes and forgets
 * results: it can't end the stream.
 */
final class RunOutlet implements ResultOutlet {
  private final ResultOutlet outlet;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  RunOutlet(ResultOutlet outlet) {
    this.outlet = outlet;
  }

  @Override
  public boolean offer(FrameResult result) {
    return outlet.offer(result) || outlet.done().toCompletableFuture().isDone();
  }

  @Override
  public void whenSpace(Runnable wake) {
    outlet.whenSpace(wake);
  }

  @Override
  public void complete() {
    done.complete(null);
  }

  @Override
  public CompletionStage<Void> done() {
    return done.minimalCompletionStage();
  }
}
