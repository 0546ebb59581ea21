package sluice.stage.inference;

import sluice.core.DropCause;

/** Outcome of an inference: how its submission ended, other than by a failure of the device. */
public sealed interface InferenceOutcome {

  /**
   * The outputs are there.
   *
   * @param waitNanos from the submission to the start on the device
   * @param inferenceNanos on the device
   */
  record Inferred(long waitNanos, long inferenceNanos) implements InferenceOutcome {}

  /**
   * It was not inferred.
   *
   * @param cause why
   */
  record Dropped(DropCause cause) implements InferenceOutcome {}
}
