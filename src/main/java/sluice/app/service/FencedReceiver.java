package sluice.app.service;

import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import sluice.core.FrameResult;
import sluice.stage.sink.ResultReceiver;

/**
 * Receiver that takes results only as long as they may go out: those of a node that woke up after
 * others were given its streams are dropped before anything is written.
 *
 * @param receiver gets the results
 * @param mayWrite asked before each, by any thread
 */
record FencedReceiver(ResultReceiver receiver, BooleanSupplier mayWrite) implements ResultReceiver {

  @Override
  public boolean offer(FrameResult result) {
    return !mayWrite.getAsBoolean() || receiver.offer(result);
  }

  @Override
  public void whenSpace(Runnable wake) {
    receiver.whenSpace(wake);
  }

  @Override
  public void complete() {
    receiver.complete();
  }

  @Override
  public CompletionStage<?> done() {
    return receiver.done();
  }
}
