package sluice.app.service;

import java.util.concurrent.atomic.AtomicLong;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;

/** Observer that counts signs of a source's liveness and passes every call on. Thread-safe. */
final class LivenessObserver implements StreamObserver {
  private final StreamObserver next;
  private final AtomicLong count = new AtomicLong();

  LivenessObserver(StreamObserver next) {
    this.next = next;
  }

  /** Grows with each sign. */
  long count() {
    return count.get();
  }

  /** The source is being made ready. */
  void progress() {
    count.incrementAndGet();
  }

  @Override
  public void frameRead() {
    count.incrementAndGet();
    next.frameRead();
  }

  @Override
  public void frameDropped(DropCause cause) {
    next.frameDropped(cause);
  }

  @Override
  public void inputDamaged() {
    next.inputDamaged();
  }

  @Override
  public void frameFinished(FrameResult result) {
    next.frameFinished(result);
  }
}
