package sluice.video.decode;

/**
 * For how long a source has to be regular before it is planned: longer each time that it turned out
 * not to be. One thread.
 */
final class Probation {
  private static final int SHORTEST = 8;
  private static final int SHORTEST_AFTER_A_FAULT = 250;
  private static final int LONGEST = 8000;

  private int packets = SHORTEST;

  /** Whether so many packets in order are enough. */
  boolean isPassedBy(int inOrder) {
    return inOrder > packets;
  }

  /**
   * Begins anew.
   *
   * @param regular whether the source was regular up to now
   */
  void restart(boolean regular) {
    packets = regular ? SHORTEST : Math.min(LONGEST, Math.max(SHORTEST_AFTER_A_FAULT, 2 * packets));
  }
}
