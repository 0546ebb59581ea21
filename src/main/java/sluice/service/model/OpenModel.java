package sluice.service.model;

import java.time.Duration;
import sluice.core.SluiceException;

/** A compiled model and its requests. Thread-safe. */
public interface OpenModel extends AutoCloseable {

  /** Facts of what was really compiled. */
  ModelFacts facts();

  /** Inferences that ended so far. */
  long inferences();

  /** Requests that work now. */
  int busyRequests();

  /** Prepared inferences that wait for a request now. */
  int waitingFrames();

  /** Sets of tensors, each the memory of an inference, that were made so far. */
  int tensorSets();

  /** How long the longest of the inferences that run now has been running. */
  Duration longestInference();

  /** Requests that the device cancel what has been running for too long. May block for a moment. */
  void cancelLongerThan(Duration limit);

  /**
   * Abandons the device: what is in flight fails with the cause, and so does what else is
   * submitted.
   *
   * @return inferences that were abandoned while they ran
   */
  int abandon(SluiceException cause);

  /** Waits for the device, then frees everything. May block for long; does not throw. */
  @Override
  void close();
}
