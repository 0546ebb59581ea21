package sluice.service;

import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;

/** Two observers as one. */
record Ears(StreamObserver first, StreamObserver second) implements StreamObserver {

  @Override
  public void frameRead() {
    first.frameRead();
    second.frameRead();
  }

  @Override
  public void frameDropped(DropCause cause) {
    first.frameDropped(cause);
    second.frameDropped(cause);
  }

  @Override
  public void inputDamaged() {
    first.inputDamaged();
    second.inputDamaged();
  }

  @Override
  public void frameFinished(FrameResult result) {
    first.frameFinished(result);
    second.frameFinished(result);
  }
}
