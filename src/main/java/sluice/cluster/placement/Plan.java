package sluice.cluster.placement;

import java.util.List;

/**
 * What to do next. Empty moves mean that all is where it should be, or as near as can be.
 *
 * @param moves in the order in which to begin them
 * @param waiting streams that the moves leave waiting, by priority
 */
public record Plan(List<Move> moves, List<Waiting> waiting) {
  /** Keeps its own copies. */
  public Plan {
    moves = List.copyOf(moves);
    waiting = List.copyOf(waiting);
  }
}
