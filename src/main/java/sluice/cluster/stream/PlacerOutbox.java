package sluice.cluster.stream;

/**
 * Sends a placer's commands to agents. Must not block; what can't be sent is lost, which whoever
 * sends it finds out by the answer that does not come. Called on the placer's thread.
 */
interface PlacerOutbox {
  /**
   * Asks a node what it runs.
   *
   * @param ask number of the question
   * @param epoch that the placer has claimed; 0 where it only asks
   */
  void ask(PlacementNode node, long ask, long epoch);

  /** Has a node run a stream, or run it with other settings. */
  void run(PlacementNode node, DesiredStream stream, long epoch);

  /**
   * Has a node end a stream.
   *
   * @param removed whether it is gone for good
   */
  void halt(PlacementNode node, String id, boolean removed, long epoch);
}
