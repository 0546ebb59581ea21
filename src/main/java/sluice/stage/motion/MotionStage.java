package sluice.stage.motion;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
  private final LongSupplier due;

  /**
   * A stage of a gate.
   *
   * @param busy whether the result that comes has an object that doesn't stay where it is; asked on
   *     the thread of the results
   * @param searching whether one is looked for that it doesn't have; asked there, too
   * @param due the media time after that result, in nanoseconds, at which a frame is needed though
   *     nothing moves, {@link Long#MAX_VALUE} for none; asked there, too
   */
  public MotionStage(
      MotionGate gate, BooleanSupplier busy, BooleanSupplier searching, LongSupplier due) {
    this.gate = gate;
    this.busy = busy;
    this.searching = searching;
    this.due = due;
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
    gate.followed(
        result.frame().timestampNanos(),
        busy.getAsBoolean(),
        searching.getAsBoolean(),
        due.getAsLong());
    return result.in(result.scene().with(motion));
  }

  /** Nothing is kept. */
  @Override
  public void close() {}
}
