package sluice.stage.motion;

import java.util.function.BooleanSupplier;
import sluice.core.FrameResult;
import sluice.core.MotionState;
import sluice.stage.result.ResultStage;

/**
 * Result stage that tells the gate of the stream what its objects do, and adds to each result what
 * the gate saw, for drawing. It stands behind the one that follows objects.
 */
public final class MotionStage implements ResultStage {
  private final MotionGate gate;
  private final BooleanSupplier busy;
  private final BooleanSupplier searching;

  /**
   * A stage of a gate.
   *
   * @param busy whether the result that comes has an object that doesn't stay where it is; asked on
   *     the thread of the results
   * @param searching whether one is looked for that it doesn't have; asked there, too
   */
  public MotionStage(MotionGate gate, BooleanSupplier busy, BooleanSupplier searching) {
    this.gate = gate;
    this.busy = busy;
    this.searching = searching;
  }

  @Override
  public String wireName() {
    return "motion";
  }

  @Override
  public FrameResult apply(FrameResult result) {
    MotionState motion = result.frame().motion();
    if (motion == null) {
      return result;
    }
    gate.followed(result.frame().timestampNanos(), busy.getAsBoolean(), searching.getAsBoolean());
    return result.in(result.scene().with(motion));
  }

  /** Nothing is kept. */
  @Override
  public void close() {}
}
