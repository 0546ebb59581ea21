package sluice.stage.inference;

import sluice.core.DropCause;

/** Outcome of an inference: how its submission ended, other than by a failure of the device. */
public sealed interface InferenceOutcome {

  /**
   * The outputs are there.
   *
   * @param waitNanos from the submission to the start on the device; of several inferences of a
   *     frame, of the first of them
   * @param inferenceNanos on the device; of several inferences from the start of the first until
   *     the last one is back, waits in between included
   */
  record Inferred(long waitNanos, long inferenceNanos) implements InferenceOutcome {}

  /**
   * It was not inferred.
   *
   * @param cause why
   */
  record Dropped(DropCause cause) implements InferenceOutcome {}
}
