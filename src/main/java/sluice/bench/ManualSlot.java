package sluice.bench;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.stage.inference.DeviceRequest;

/** A request with a frame of its own, which one thread starts and waits for. */
final class ManualSlot {
  private final DeviceRequest request;
  private final ManualFrame frame;
  private final Semaphore done = new Semaphore(0);
  private boolean running;

  /** Written by the completion thread before it says that the inference is done. */
  private @Nullable SluiceException failure;

  /** An idle request. */
  ManualSlot(DeviceRequest request, ManualFrame frame) {
    this.request = request;
    this.frame = frame;
  }

  ManualFrame frame() {
    return frame;
  }

  /** Starts the inference of its frame. */
  void start() {
    frame.starting();
    request.start(frame.memory(), this::completed);
    running = true;
  }

  private void completed(@Nullable SluiceException reason) {
    frame.inferred();
    failure = reason;
    done.release();
  }

  /**
   * Waits for the inference; false where none was started.
   *
   * @throws SluiceException when it failed
   */
  boolean await() {
    if (!running) {
      return false;
    }
    awaitIdle();
    SluiceException reason = failure;
    if (reason != null) {
      throw reason;
    }
    return true;
  }

  /** Waits for the inference, if one runs, whatever came of it. */
  void awaitIdle() {
    if (running) {
      done.acquireUninterruptibly();
      running = false;
    }
  }
}
