package sluice.stage.inference;

import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;

/** One infer request of a device. Used by one inference at a time. */
public interface DeviceRequest {

  /**
   * Starts an inference on the given memory and returns.
   *
   * @param memory made by the same engine; the device's until the completion is called
   * @param completion called exactly once when this method returned in order, on the engine's
   *     completion thread
   * @throws SluiceException when it can't be started; the completion is not called then
   */
  void start(TensorMemory memory, Completion completion);

  /**
   * Runs an inference on the given memory and waits for it on the calling thread.
   *
   * @param memory made by the same engine; the device's until this returns
   * @throws SluiceException when it fails
   */
  void infer(TensorMemory memory);

  /**
   * Asks a running inference to end early, where the device can do that; its completion is called
   * as ever. Does nothing when none runs. May take a moment; does not throw.
   */
  void cancel();

  /**
   * Hears the end of an inference. The request is free again: it may be started from within the
   * call.
   */
  @FunctionalInterface
  interface Completion {
    /**
     * The inference ended.
     *
     * @param failure what the device said; null when it succeeded
     */
    void completed(@Nullable SluiceException failure);
  }
}
