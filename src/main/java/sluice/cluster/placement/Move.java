package sluice.cluster.placement;

import java.util.Optional;

/**
 * One step of a plan.
 *
 * @param id the stream
 * @param from the node that it leaves; empty where it was unplaced
 * @param to the node that runs it then; empty where it has to wait
 * @param cause the rule that asks for it
 * @param reason the same in words of an operator
 */
public record Move(
    String id, Optional<String> from, Optional<String> to, Cause cause, String reason) {
  /** Rules that move streams. */
  public enum Cause {
    /** It was unplaced. */
    PLACE,
    /** Its node leaves. */
    LEAVING,
    /** Its node lacks a label that it needs. */
    NEEDS,
    /** Its node has more to do than it has capacity. */
    OVERLOAD,
    /** Another stream that fits nowhere else fits then. */
    ROOM,
    /** Another stream of a higher priority takes its place. */
    PRIORITY,
    /** It runs at a node that it avoids, or not at one that it prefers. */
    PREFERENCE,
    /** Its node has more to do than another one. */
    BALANCE
  }
}
