package sluice.cluster.placement;

/**
 * Limits of a planner.
 *
 * @param moves the most that are under way at a time, starts and ends of streams included
 * @param transfers how many streams that run may be on their way from a node, or to it, at a time:
 *     each of them is dark for the longer the more of them end and begin with it
 * @param imbalance share by which a node's load/capacity has to be below that of another before
 *     streams are moved between them
 * @param leastGain what a move for balance has to win at least, as a share of what it moves: by so
 *     much the fuller of the two nodes has to have less to do after it; below that it doesn't pay
 */
public record PlannerLimits(int moves, int transfers, double imbalance, double leastGain) {
  /**
   * 20 moves at a time, 4 of a node's streams that run; balance above 10 %, by moves that win a
   * quarter or more.
   */
  public static final PlannerLimits DEFAULT = new PlannerLimits(20, 4, 0.10, 0.25);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException without moves or transfers, or for shares that are not between
   *     0 and 1
   */
  public PlannerLimits {
    if (moves < 1 || transfers < 1 || !isShare(imbalance) || !isShare(leastGain)) {
      throw new IllegalArgumentException(
          "moves %d, transfers %d, imbalance %s, least gain %s"
              .formatted(moves, transfers, imbalance, leastGain));
    }
  }

  private static boolean isShare(double value) {
    return value > 0 && value < 1;
  }
}
