package sluice.app.service;

import java.util.concurrent.atomic.AtomicLong;
import sluice.core.CropInference;
import sluice.core.CropSkipCause;
import sluice.core.DecodeMode;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.MotionPhase;
import sluice.core.StreamObserver;
import sluice.stage.source.SourceProgress;

/**
 * Observer that counts signs of a source's liveness, frames that are read and those that are
 * finished, and passes every call on. Thread-safe.
 */
final class LivenessObserver implements StreamObserver {
  private final StreamObserver next;
  private final AtomicLong count = new AtomicLong();
  private final SourceProgress progress = new SourceProgress();

  LivenessObserver(StreamObserver next) {
    this.next = next;
  }

  /** Grows with each sign. */
  long count() {
    return count.get() + progress.steps();
  }

  /** What the source is busy with until its next picture. */
  SourceProgress progress() {
    return progress;
  }

  @Override
  public void frameRead() {
    count.incrementAndGet();
    progress.picture();
    next.frameRead();
  }

  @Override
  public void framesUndecoded(long number) {
    next.framesUndecoded(number);
  }

  @Override
  public void decodeMode(DecodeMode mode) {
    next.decodeMode(mode);
  }

  @Override
  public void pictureHeld(long bytes) {
    next.pictureHeld(bytes);
  }

  @Override
  public void pictureFreed(long bytes) {
    next.pictureFreed(bytes);
  }

  @Override
  public void frameDropped(DropCause cause) {
    next.frameDropped(cause);
  }

  @Override
  public void frameDropped(Frame frame, DropCause cause) {
    next.frameDropped(frame, cause);
  }

  @Override
  public void inferenceFailed(Frame frame, Throwable cause) {
    next.inferenceFailed(frame, cause);
  }

  @Override
  public void inputDamaged() {
    next.inputDamaged();
  }

  @Override
  public void frameFinished(FrameResult result) {
    count.incrementAndGet();
    next.frameFinished(result);
  }

  @Override
  public void frameDelivered(FrameResult result) {
    next.frameDelivered(result);
  }

  @Override
  public void framePaced(long lateNanos) {
    next.framePaced(lateNanos);
  }

  @Override
  public void motionSeen(MotionPhase phase, long nanos) {
    next.motionSeen(phase, nanos);
  }

  @Override
  public void cropInferred(CropInference crop) {
    next.cropInferred(crop);
  }

  @Override
  public void cropSkipped(String model, CropSkipCause cause) {
    next.cropSkipped(model, cause);
  }
}
