package sluice.http.cluster;

import java.util.Optional;
import sluice.json.ClosedEnum;

/**
 * Where a stream is. Immutable.
 *
 * @param state what it does
 * @param node name of the node that has it; requests about it go there
 * @param to name of the node that it moves to
 * @param epoch of the last command about it; 0 before
 * @param reason why it waits or moves; empty otherwise
 */
public record StreamPlacement(
    State state, Optional<String> node, Optional<String> to, long epoch, String reason) {
  /** Nothing is known of it. */
  public static final StreamPlacement UNKNOWN =
      new StreamPlacement(
          State.UNKNOWN,
          Optional.empty(),
          Optional.empty(),
          0,
          "this node doesn't know yet where it runs");

  /** What a stream does. */
  @ClosedEnum
  public enum State {
    /** It runs nowhere: see the reason. */
    WAITING,
    /** Its node was told to run it. */
    STARTING,
    /** It runs. */
    RUNNING,
    /** It ends at its node, to begin at another one or to wait. */
    MOVING,
    /** It ends for good. */
    ENDING,
    /** This node doesn't know. */
    UNKNOWN
  }

  /** One that runs on a node. */
  public static StreamPlacement runs(String node, long epoch) {
    return new StreamPlacement(State.RUNNING, Optional.of(node), Optional.empty(), epoch, "");
  }

  /** One that no node has. */
  public static StreamPlacement waits(String reason) {
    return new StreamPlacement(State.WAITING, Optional.empty(), Optional.empty(), 0, reason);
  }
}
